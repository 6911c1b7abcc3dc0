import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { armIdKey, ok, type DomainError, type Result, type Warning } from '#libs/kernel';
import { allCostTags, type SubmitDeps } from '#libs/operations';
import { auditOf, endSharesIn, rememberResult } from '#libs/tenants';
import { exampleId, gql, idempotencyKeyField, idOf, verb, type VerbContext } from '#libs/verbs';
import { checkMove, movable, type Move } from './check-move.js';
import { writeMove, type StandingRow } from './move.repository.js';
import { planMove, type PlannedRow } from './plan-move.js';
import { sendTags } from './send-tags.js';

const inputSchema = z
  .strictObject({
    resourceId: idOf(...movable.map(({ node }) => node)).describe(
      'A resource group, workspace or compute; what it holds moves along.',
    ),
    teamId: idOf('Team').describe('The team that pays from now on.'),
    costTags: allCostTags
      .prefault([])
      .describe('Cost tags of all that moves, over the defaults of that team.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'What another team shall have.' });
type Input = z.output<typeof inputSchema>;

interface MovedResource {
  operationId: string | null;
  resourceId: string;
  /** A TAGS_NOT_SENT for each attachment whose tags count here only. */
  warnings: Warning[];
}
type Answer = Result<MovedResource, readonly DomainError[]>;

/**
 * Gives a resource with all that it holds to another team (ADR 0050); nothing but its tags changes in Azure. For those who
 * administer both. Refuses with NOT_FOUND, FORBIDDEN, INVALID_STATE, INVALID_INPUT, OPERATION_IN_PROGRESS, SCOPE_NOT_SHARED or COST_TAG_REQUIRED.
 */
export const moveResource = verb({
  name: 'moveResource',
  noun: 'resource',
  summary:
    'Gives a resource group, a workspace or a compute, with what it holds, to another team. Takes the role ADMIN in both.',
  input: inputSchema,
  example: { resourceId: exampleId('Workspace'), teamId: exampleId('Team') },
  target: 'resourceId',
  permission: 'administer',
  effect: 'change',
  destructive: true,
  answer: {
    operation: {
      node: 'Operation',
      by: 'operationId',
      maybe: true,
      description:
        'What writes its own tags into Azure, those of what it holds have operations of their own; null where there is nothing to write, or when refused.',
    },
    resource: { node: 'Node', by: 'resourceId', description: 'What moved; null when refused.' },
  },
  run: async (deps: SubmitDeps, context, input) =>
    rememberResult<MovedResource>(deps.pool, context, input, (sql, now) =>
      move(sql, deps, now, input),
    ),
});

async function move(
  sql: Sql,
  deps: SubmitDeps,
  context: VerbContext,
  input: Input,
): Promise<Answer> {
  const checked = await checkMove(sql, deps, context, input);
  if (!checked.ok) return checked;
  const { target, team } = checked.value;
  const resourceId = target.id;
  if (target.payer.id === team.id) return ok({ operationId: null, resourceId, warnings: [] });
  const planned = await planMove(sql, deps, context, checked.value, input.costTags);
  if (!planned.ok) return planned;
  await tellLeft(sql, context, checked.value, planned.value);
  const rows = planned.value.map((one) => audited(context, team.id, one));
  const versions = await writeMove(sql, team.id, rows);
  if (target.kind === 'RESOURCE_GROUP')
    await endSharesIn(sql, context, target.payer.id, armIdKey(target.armId));
  const sent = await sendTags(sql, deps, context, team.id, planned.value, versions);
  const operationId = sent.operationIds.get(resourceId) ?? null;
  return ok({ operationId, resourceId, warnings: sent.warnings });
}

const named = ({ id, kind, name }: Pick<StandingRow, 'id' | 'kind' | 'name'>) => ({
  targetId: id,
  targetKind: kind,
  targetName: name,
});

/** The team that it leaves reads of it where it was; what comes is read where it is. */
const tellLeft = (
  sql: Sql,
  context: VerbContext,
  { target, team }: Move,
  planned: readonly PlannedRow[],
): Promise<string> =>
  appendAudit(sql, {
    ...auditOf(context, target.payer.id),
    action: 'resource.moved_away',
    ...named(target),
    before: { teamId: target.payer.id },
    after: { teamId: team.id, moved: planned.map(({ row }) => row.armId) },
  });

const audited = (context: VerbContext, teamId: string, { row, costTags }: PlannedRow) => ({
  id: row.id,
  costTags,
  audit: {
    ...auditOf(context, teamId),
    action: 'resource.moved',
    ...named(row),
    before: { teamId: row.teamId, costTags: row.costTags },
    after: { teamId, costTags },
  },
});
