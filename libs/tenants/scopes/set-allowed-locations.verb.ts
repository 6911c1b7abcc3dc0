import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { ok } from '#libs/kernel';
import {
  exampleId,
  gql,
  idempotencyKeyField,
  idOf,
  locationField,
  optional,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { forbid } from '../forbid.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { isPermitted } from '../roles.rules.js';
import { lockTeam, writeAllowedLocations } from './team.repository.js';

const inputSchema = z
  .strictObject({
    teamId: idOf('Team').describe('The team.'),
    locations: optional(
      z.array(locationField).min(1, 'must name one at least; null allows all').max(200),
    ).describe('Azure regions; null allows all.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'Where a team may make things.' });

/**
 * Says in which Azure regions a team may make things from now on; what stands elsewhere stays. For admins of the
 * platform: a team does not lift its own bounds. Refuses with FORBIDDEN, NOT_FOUND or INVALID_INPUT.
 */
export const setAllowedLocations = verb({
  name: 'setAllowedLocations',
  noun: 'team',
  summary: 'Says where a team may make things. For admins of the platform.',
  input: inputSchema,
  example: { teamId: exampleId('Team'), locations: ['westeurope', 'northeurope'] },
  target: 'teamId',
  permission: 'administer',
  where: 'platform',
  effect: 'change',
  destructive: false,
  answer: { team: { node: 'Team', by: 'teamId', description: 'The team; null when refused.' } },
  run: async ({ pool }: { pool: pg.Pool }, context, input) => {
    const { teamId, locations } = input;
    return rememberResult(pool, context, input, async (sql, now) => {
      if (!isPermitted(now, null)) return refuseSetter(sql, now, teamId);
      const team = await lockTeam(sql, teamId);
      if (!team) return refuse('NOT_FOUND', 'teamId', 'There is no such team.');
      const allowed = [...new Set(locations ?? [])].sort();
      await writeAllowedLocations(sql, teamId, allowed);
      await appendAudit(sql, {
        ...auditOf(now, teamId),
        action: 'team.allowed_locations_set',
        targetId: teamId,
        targetKind: 'Team',
        targetName: team.name,
        before: { allowedLocations: team.allowedLocations },
        after: { allowedLocations: allowed },
      });
      return ok({ teamId });
    });
  },
});

const refuseSetter = (sql: Sql, context: VerbContext, teamId: string) =>
  forbid(sql, context, {
    action: 'team.set_allowed_locations',
    teamId: null,
    targetName: teamId,
    field: 'teamId',
    message: 'Admins of the platform say where a team may work.',
  });
