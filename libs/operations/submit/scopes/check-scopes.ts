import { appendRefusal } from '#libs/audit';
import type { Sql } from '#libs/database';
import { armIdKey, normaliseLocation, type DomainError } from '#libs/kernel';
import { auditOf, findUnshared } from '#libs/tenants';
import type { RequestContext } from '#libs/verbs';
import { actionPrefix } from '../../kind.rules.js';
import type { OperationKind } from '../../operation.js';
import type { AskedArmId } from './arm-ids-in.rules.js';
import type { Payer } from '../scope.repository.js';

/** What a request would use of Azure, and for whom. */
export interface AskedScopes {
  kind: OperationKind;
  payer: Payer;
  targetName: string;
  armIds: readonly AskedArmId[];
  /** Where it shall be made, and the field that says so. */
  place?: { location: string; field: string };
  /** Keys of those that the team may not name; absent: they have to be looked up. */
  unshared?: ReadonlySet<string> | undefined;
}

/**
 * SCOPE_NOT_SHARED for each ARM id that the paying team neither holds nor shares, and for a region that it may not use:
 * the same whether the thing exists or not, and no ARM call is made to find out. A refusal leaves an audit row.
 */
export async function refuseScopes(
  sql: Sql,
  context: RequestContext,
  asked: AskedScopes,
): Promise<DomainError[]> {
  const keys = [...new Set(asked.armIds.map(({ armId }) => armIdKey(armId)))];
  const unshared = asked.unshared ?? (await findUnshared(sql, asked.payer.id, keys));
  const refused = [
    ...asked.armIds.filter(({ armId }) => unshared.has(armIdKey(armId))).map(notShared),
    ...refuseLocation(asked),
  ];
  if (refused.length > 0) await auditUnshared(sql, context, auditedAs(asked, refused));
  return refused;
}

/** As the operation keeps them: the worker asks again before it sends anything, for a share may have ended. */
export const usedIn = (armIds: readonly AskedArmId[]): { usesArmIds: string[] } => ({
  usesArmIds: armIds.map(({ armId }) => armId),
});

const notShared = ({ field }: AskedArmId): DomainError => ({
  code: 'SCOPE_NOT_SHARED',
  message:
    'The team that pays neither holds the resource group of this nor has a share in it. Whoever administers the team that holds it, or the platform, can share it with shareScope.',
  field,
});

function refuseLocation({ place, payer }: AskedScopes): DomainError[] {
  const { allowedLocations: allowed } = payer;
  if (!place || allowed.length === 0 || allowed.includes(normaliseLocation(place.location)))
    return [];
  const message = `The team that pays may not make anything in ${place.location}, but in ${allowed.join(', ')}.`;
  return [{ code: 'SCOPE_NOT_SHARED', message, field: ['input', place.field] }];
}

const auditedAs = (
  { kind, payer, targetName, armIds, place }: AskedScopes,
  refused: readonly DomainError[],
) => ({
  kind,
  teamId: payer.id,
  targetName,
  refused,
  asked: [...armIds.map(({ armId }) => armId), ...(place ? [place.location] : [])],
});

/** A refusal of this kind, as the audit trail tells it. */
export const auditUnshared = (
  sql: Sql,
  context: RequestContext,
  of: {
    kind: OperationKind;
    teamId: string | null;
    targetName: string;
    refused: readonly DomainError[];
    /** What was named: ARM ids and regions. */
    asked: readonly string[];
  },
): Promise<unknown> =>
  appendRefusal(sql, {
    ...auditOf(context, of.teamId),
    action: `${actionPrefix(of.kind)}.denied`,
    targetName: of.targetName,
    after: {
      code: 'SCOPE_NOT_SHARED',
      fields: of.refused.map(({ field }) => (field ?? []).join('.')),
      asked: of.asked,
    },
  });
