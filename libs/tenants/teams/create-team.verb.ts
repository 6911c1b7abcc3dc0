import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import { withPrisma, type Sql } from '#libs/database';
import { ok } from '#libs/kernel';
import { gql, idempotencyKeyField, orElse, verb, type VerbContext } from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { forbid } from '../forbid.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { isPermitted } from '../roles.rules.js';
import { missingDefaults } from './missing-defaults.rules.js';
import { tagsOf, teamFields } from './team-fields.js';

const inputSchema = z
  .strictObject({
    name: teamFields.name.describe('Unique without case.'),
    costCenter: teamFields.costCenter.describe('The cost centre that is charged.'),
    defaultCostTags: orElse(teamFields.defaultCostTags, []).describe('Tags that requests inherit.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A new team.' });

export interface TeamDeps {
  pool: pg.Pool;
  /** Cost tags that everything must carry. */
  requiredCostTags: readonly string[];
}

interface CreatedTeam {
  team: { id: string; name: string; costCenter: string };
}

/** Creates a team with its audit row, and warns of required cost tags that it has no default for. Refuses with FORBIDDEN, ALREADY_EXISTS or INVALID_INPUT. */
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
  run: async ({ pool, requiredCostTags }: TeamDeps, context, input) => {
    const { name, costCenter, defaultCostTags } = input;
    const tags = tagsOf(defaultCostTags);
    const made = await rememberResult<CreatedTeam>(pool, context, input, async (sql, now) => {
      if (!isPermitted(now, null)) return refuseCreator(sql, now, name);
      const [team] = await withPrisma(sql, (prisma) =>
        prisma.team.createManyAndReturn({
          data: { name, costCenter, defaultCostTags: tags },
          skipDuplicates: true,
          select: { id: true, name: true, costCenter: true },
        }),
      );
      if (!team) return refuse('ALREADY_EXISTS', 'name', 'There is a team of this name.');
      await appendAudit(sql, {
        ...auditOf(now, team.id),
        action: 'team.created',
        targetId: team.id,
        targetKind: 'Team',
        targetName: team.name,
        after: { name, costCenter, costTags: tags },
      });
      return ok({ team });
    });
    if (!made.ok) return made;
    const warnings = missingDefaults({ costCenter, defaultCostTags: tags }, requiredCostTags);
    return ok({ teamId: made.value.team.id, warnings });
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
