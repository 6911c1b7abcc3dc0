import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result } from '#libs/kernel';
import type { RequestContext } from '#libs/verbs';
import { auditOf } from './audit-of.js';
import { forbid } from './forbid.js';
import { parseInput, refuse } from './parse-input.js';
import { rememberResult } from './remember-result.js';
import { isAllowed } from './roles.rules.js';

const inputSchema = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(100),
  costCenter: z.string().trim().min(1, 'must not be empty').max(256),
  defaultCostTags: z
    .array(z.object({ key: z.string().min(1).max(512), value: z.string().max(256) }))
    .max(49)
    .nullish()
    .transform((tags) => tags ?? []),
  idempotencyKey: z.guid().nullish(),
});

export interface CreatedTeam {
  team: { id: string; name: string; costCenter: string };
}

/** Creates a team with its audit row. Refuses with FORBIDDEN, ALREADY_EXISTS or INVALID_INPUT. */
export async function createTeam(
  { pool }: { pool: pg.Pool },
  context: RequestContext,
  raw: unknown,
): Promise<Result<CreatedTeam, readonly DomainError[]>> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { name, costCenter, defaultCostTags } = input.value;
  const tags = Object.fromEntries(defaultCostTags.map(({ key, value }) => [key, value]));
  return rememberResult<CreatedTeam>(
    pool,
    context,
    'createTeam',
    input.value,
    async (sql) => {
      if (!isAllowed(context.actor, 'administer', null)) return refuseCreator(sql, context, name);
      const { rows } = await sql.query<CreatedTeam['team']>(
        `INSERT INTO team (name, cost_center, default_cost_tags) VALUES ($1, $2, $3::jsonb)
          ON CONFLICT DO NOTHING RETURNING id, name, cost_center AS "costCenter"`,
        [name, costCenter, JSON.stringify(tags)],
      );
      const [team] = rows;
      if (!team) return refuse('ALREADY_EXISTS', 'name', 'There is a team of this name.');
      await appendAudit(sql, {
        ...auditOf(context, team.id),
        action: 'team.created',
        targetId: team.id,
        targetKind: 'Team',
        targetName: team.name,
        after: { name, costCenter, costTags: tags },
      });
      return ok({ team });
    },
    (made) => made,
  );
}

const refuseCreator = (sql: Sql, context: RequestContext, name: string) =>
  forbid(sql, context, {
    ...{ action: 'team.create', teamId: null, targetName: name, field: 'name' },
    message: 'Teams are created by admins of the platform.',
  });
