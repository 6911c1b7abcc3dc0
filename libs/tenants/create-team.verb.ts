import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import { withPrisma, type Sql } from '#libs/database';
import { ok } from '#libs/kernel';
import {
  costTagInput,
  gql,
  idempotencyKeyField,
  orElse,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { auditOf } from './audit-of.js';
import { forbid } from './forbid.js';
import { refuse } from './refuse.js';
import { rememberResult } from './remember-result.js';
import { isPermitted } from './roles.rules.js';

const inputSchema = z
  .strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(100).describe('Unique without case.'),
    costCenter: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(256)
      .describe('The cost centre that is charged.'),
    defaultCostTags: orElse(z.array(costTagInput).max(49), []).describe(
      'Tags that requests inherit.',
    ),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A new team.' });

interface CreatedTeam {
  team: { id: string; name: string; costCenter: string };
}

/** Creates a team with its audit row. Refuses with FORBIDDEN, ALREADY_EXISTS or INVALID_INPUT. */
export const createTeam = verb({
  name: 'createTeam',
  noun: 'team',
  summary: 'Creates a team. For admins of the platform.',
  input: inputSchema,
  example: { name: 'vision', costCenter: 'CC-4711' },
  target: null,
  permission: 'administer',
  where: 'platform',
  effect: 'create',
  destructive: false,
  answer: { team: { node: 'Team', by: 'teamId', description: 'The new team.' } },
  run: async ({ pool }: { pool: pg.Pool }, context, input) => {
    const { name, costCenter, defaultCostTags } = input;
    const tags = Object.fromEntries(defaultCostTags.map(({ key, value }) => [key, value]));
    const made = await rememberResult<CreatedTeam>(pool, context, input, async (sql) => {
      if (!isPermitted(context, null)) return refuseCreator(sql, context, name);
      const [team] = await withPrisma(sql, (prisma) =>
        prisma.team.createManyAndReturn({
          data: { name, costCenter, defaultCostTags: tags },
          skipDuplicates: true,
          select: { id: true, name: true, costCenter: true },
        }),
      );
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
    });
    return made.ok ? ok({ teamId: made.value.team.id }) : made;
  },
});

const refuseCreator = (sql: Sql, context: VerbContext, name: string) =>
  forbid(sql, context, {
    action: 'team.create',
    teamId: null,
    targetName: name,
    field: 'name',
    message: 'Teams are created by admins of the platform.',
  });
