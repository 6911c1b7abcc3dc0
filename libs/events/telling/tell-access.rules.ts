import { globalId } from '#libs/verbs';
import type { Audited } from '../happened.schema.js';
import type { Concern, ToldEvent } from './told.js';

/** Actions of the audit trail that are told of under their own names. */
const actions = new Set([
  'role.granted',
  'role.revoked',
  'api_key.created',
  'api_key.revoked',
  'api_key.rotated',
  'api_key.moved',
  'principal.disabled',
  'principal.enabled',
]);

/** What is told of who may do what. */
export function tellAccess({ happened: { audited }, teamId, at }: Concern): ToldEvent[] {
  if (!audited?.targetId || !audited.targetKind || !actions.has(audited.action)) return [];
  const { action: type, targetId: subjectId, targetKind: subjectType } = audited;
  return [{ type, subjectType, subjectId, resourceId: null, teamId, at, data: dataOf(audited) }];
}

function dataOf({ action, actorId, actorName, targetName, before, after }: Audited): object {
  const by = { id: globalId('Principal', actorId), name: actorName ?? '' };
  const named = { by, name: targetName ?? null };
  if (!action.startsWith('role.')) return named;
  const { role, teamId } = (after ?? before ?? {}) as { role?: unknown; teamId?: unknown };
  return { ...named, role, teamId: typeof teamId === 'string' ? globalId('Team', teamId) : null };
}

/** The subject of what is told of the audit trail, which is one. */
const auditTrail = '00000000-0000-0000-0000-000000000000';

/** What is told of the audit trail. */
export const tellSealed = ({ happened: { sealed }, at }: Concern): ToldEvent[] =>
  sealed
    ? [
        {
          type: 'audit.sealed',
          subjectType: 'AuditTrail',
          subjectId: auditTrail,
          resourceId: null,
          teamId: null,
          at,
          data: sealed,
        },
      ]
    : [];
