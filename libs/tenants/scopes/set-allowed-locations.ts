import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { isLocation, normaliseLocation, ok, type DomainError, type Result } from '#libs/kernel';
import type { RequestContext } from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { forbid } from '../forbid.js';
import { parseInput, refuse } from '../parse-input.js';
import { rememberResult } from '../remember-result.js';
import { isAllowed } from '../roles.rules.js';
import { lockTeam, writeAllowedLocations } from './scope.repository.js';

const location = z
  .string()
  .max(100)
  .refine(isLocation, 'must be an Azure region such as westeurope')
  .transform(normaliseLocation);

const inputSchema = z.object({
  teamId: z.string(),
  /** Null: all. */
  locations: z
    .array(location)
    .min(1, 'must name one at least; null allows all')
    .max(200)
    .nullable(),
  idempotencyKey: z.guid().nullish(),
});

/**
 * Says in which Azure regions a team may make things from now on; what stands elsewhere stays. For admins of the
 * platform: a team does not lift its own bounds. Refuses with FORBIDDEN, NOT_FOUND or INVALID_INPUT.
 */
export async function setAllowedLocations(
  { pool }: { pool: pg.Pool },
  context: RequestContext,
  raw: unknown,
): Promise<Result<{ teamId: string }, readonly DomainError[]>> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { teamId, locations } = input.value;
  return rememberResult(
    pool,
    context,
    'setAllowedLocations',
    input.value,
    async (sql) => {
      if (!isAllowed(context.actor, 'administer', null)) return refuseSetter(sql, context, teamId);
      const team = await lockTeam(sql, teamId);
      if (!team) return refuse('NOT_FOUND', 'teamId', 'There is no such team.');
      const allowed = [...new Set(locations ?? [])].sort();
      await writeAllowedLocations(sql, teamId, allowed);
      await appendAudit(sql, {
        ...auditOf(context, teamId),
        action: 'team.allowed_locations_set',
        targetId: teamId,
        targetKind: 'Team',
        targetName: team.name,
        before: { allowedLocations: team.allowedLocations },
        after: { allowedLocations: allowed },
      });
      return ok({ teamId });
    },
    (done) => done,
  );
}

const refuseSetter = (sql: Sql, context: RequestContext, teamId: string) =>
  forbid(sql, context, {
    ...{ action: 'team.set_allowed_locations', teamId: null, targetName: teamId, field: 'teamId' },
    message: 'Admins of the platform say where a team may work.',
  });
