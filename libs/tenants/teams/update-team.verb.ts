import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result, type Warning } from '#libs/kernel';
import {
  exampleId,
  gql,
  idempotencyKeyField,
  idOf,
  optional,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { forbid } from '../forbid.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { isAllowed, isPermitted } from '../roles.rules.js';
import type { TeamDeps } from './create-team.verb.js';
import { missingDefaults } from './missing-defaults.rules.js';
import { tagsOf, teamFields } from './team-fields.js';
import { holdTeam, isNameTaken, writeTeam, type TeamState } from './team.repository.js';

const inputSchema = z
  .strictObject({
    teamId: idOf('Team').describe('The team.'),
    name: optional(teamFields.name).describe('Unique without case.'),
    costCenter: optional(teamFields.costCenter).describe('The cost centre that is charged.'),
    defaultCostTags: optional(teamFields.defaultCostTags).describe(
      'Tags that requests inherit from now on, as a whole; what stands keeps its own.',
    ),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'What shall change; what is absent or null stays.' });
type Input = z.output<typeof inputSchema>;

interface UpdatedTeam {
  teamId: string;
  warnings: Warning[];
}
type Answer = Result<UpdatedTeam, readonly DomainError[]>;

/**
 * Changes what a team is called, who pays, and which cost tags its requests inherit. For its admins, and those of the
 * platform. Refuses with FORBIDDEN, NOT_FOUND, ALREADY_EXISTS or INVALID_INPUT.
 */
export const updateTeam = verb({
  name: 'updateTeam',
  noun: 'team',
  summary:
    'Changes the name of a team, its cost centre, or the cost tags that its requests inherit.',
  input: inputSchema,
  example: { teamId: exampleId('Team'), costCenter: 'CC-4712' },
  target: 'teamId',
  permission: 'administer',
  effect: 'change',
  destructive: false,
  answer: { team: { node: 'Team', by: 'teamId', description: 'The team; null when refused.' } },
  run: async ({ pool, requiredCostTags }: TeamDeps, context, input) => {
    const updating = rememberResult<UpdatedTeam>(pool, context, input, (sql, now) =>
      update(sql, now, input, requiredCostTags),
    );
    return updating.catch((error: unknown) => {
      if (isNameTaken(error)) return nameTaken;
      throw error;
    });
  },
});

const nameTaken = refuse('ALREADY_EXISTS', 'name', 'There is a team of this name.');

async function update(
  sql: Sql,
  context: VerbContext,
  input: Input,
  required: readonly string[],
): Promise<Answer> {
  const { teamId } = input;
  const before = await holdTeam(sql, teamId);
  if (!before || !isAllowed(context.actor, 'view', teamId))
    return refuse('NOT_FOUND', 'teamId', 'There is no such team.');
  if (!isPermitted(context, teamId))
    return forbid(sql, context, {
      action: 'team.update',
      teamId,
      targetName: before.name,
      field: 'teamId',
      message: 'Teams are changed by their admins, and by admins of the platform.',
    });
  const after = changed(before, input);
  if (!isDeepStrictEqual(before, after)) await write(sql, context, teamId, before, after);
  return ok({ teamId, warnings: missingDefaults(after, required) });
}

const changed = (before: TeamState, { name, costCenter, defaultCostTags }: Input): TeamState => ({
  name: name ?? before.name,
  costCenter: costCenter ?? before.costCenter,
  defaultCostTags: defaultCostTags ? tagsOf(defaultCostTags) : before.defaultCostTags,
});

async function write(
  sql: Sql,
  context: VerbContext,
  teamId: string,
  before: TeamState,
  after: TeamState,
): Promise<void> {
  await writeTeam(sql, teamId, after);
  await appendAudit(sql, {
    ...auditOf(context, teamId),
    action: 'team.updated',
    targetId: teamId,
    targetKind: 'Team',
    targetName: after.name,
    before: told(before),
    after: told(after),
  });
}

/** In the words of the row for a team that was made. */
const told = ({ name, costCenter, defaultCostTags }: TeamState) => ({
  name,
  costCenter,
  costTags: defaultCostTags,
});
