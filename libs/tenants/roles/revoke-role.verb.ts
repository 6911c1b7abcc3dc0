import type pg from 'pg';
import { z } from 'zod';
import type { Sql } from '#libs/database';
import { isUuid, ok, type DomainError, type Result } from '#libs/kernel';
import {
  exampleId,
  globalId,
  gql,
  idempotencyKeyField,
  idOf,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { forbid } from '../forbid.js';
import { isLastAdmin, lastAdminMessage } from '../last-admin.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { isAllowed, isPermitted } from '../roles.rules.js';
import { auditRevoked } from './audit-revoked.js';
import { findGrant, takeRole } from './role.repository.js';

const inputSchema = z
  .strictObject({
    id: idOf('RoleGrant').describe('The role, as roleGrants lists it.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'The role that somebody shall no longer have.' });

interface Revoked {
  revokedRoleGrantId: string;
}
type Answer = Result<Revoked, readonly DomainError[]>;

/**
 * Takes a role away: within five seconds it allows nothing any more. For admins of the team in which it holds, and of the
 * platform. Refuses with FORBIDDEN, NOT_FOUND or LAST_ADMIN.
 */
export const revokeRole = verb({
  name: 'revokeRole',
  noun: 'role grant',
  summary: 'Takes a role away from a person, a bot or a group of Entra ID, within seconds.',
  input: inputSchema,
  example: { id: exampleId('RoleGrant') },
  target: 'id',
  permission: 'administer',
  effect: 'delete',
  destructive: true,
  answer: {
    revokedRoleGrantId: {
      value: z
        .string()
        .register(gql, { scalar: 'ID' })
        .nullable()
        .prefault(null)
        .describe('The role that is no longer; null when refused.'),
      by: 'revokedRoleGrantId',
    },
  },
  run: async ({ pool }: { pool: pg.Pool }, context, input) =>
    rememberResult<Revoked>(pool, context, input, (sql, now) => revoke(sql, now, input.id)),
});

async function revoke(sql: Sql, context: VerbContext, id: string): Promise<Answer> {
  const grant = isUuid(id) ? await findGrant(sql, id) : undefined;
  if (!grant || !isAllowed(context.actor, 'view', grant.teamId)) return noSuchRole;
  const { teamId, displayName, subjectId } = grant;
  if (!isPermitted(context, teamId))
    return forbid(sql, context, {
      action: 'role.revoke',
      teamId,
      targetName: displayName,
      field: 'id',
      message: 'Roles are taken away by admins of the team, within it, and of the platform.',
    });
  const isAdmin = teamId === null && grant.role === 'ADMIN' && grant.subjectKind === 'Principal';
  // These rows are held before the role itself goes: two who take each other's away wait in one order.
  if (isAdmin && (await isLastAdmin(sql, subjectId)))
    return refuse('LAST_ADMIN', 'id', lastAdminMessage(displayName));
  if (!(await takeRole(sql, id))) return noSuchRole;
  await auditRevoked(sql, context, grant);
  return ok({ revokedRoleGrantId: globalId('RoleGrant', id) });
}

const noSuchRole = refuse('NOT_FOUND', 'id', 'There is no such role.');
