import type { Sql } from '#libs/database';
import { err, ok, type DomainError, type Result } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { inProgress, refuseScopes, type Payer, type SubmitDeps } from '#libs/operations';
import type { CostTag, Findings, Tag } from '#libs/resources';
import type { VerbContext } from '#libs/verbs';
import { claimTags } from '../claims/claim-tags.js';
import { moving, type Move } from './check-move.js';
import { holdInside, mostMoved, type StandingRow } from './move.repository.js';

/** Something that moves, with the cost tags that it has from then on. */
export interface PlannedRow {
  row: StandingRow;
  costTags: CostTag[];
}

/**
 * All that moves along: what stands in it and is the same team's, held until the transaction ends. Refuses with
 * INVALID_STATE, OPERATION_IN_PROGRESS, SCOPE_NOT_SHARED or COST_TAG_REQUIRED.
 */
export async function planMove(
  sql: Sql,
  deps: SubmitDeps,
  context: VerbContext,
  { target, team }: Move,
  asked: readonly Tag[],
): Promise<Result<PlannedRow[], readonly DomainError[]>> {
  const inside = await holdInside(sql, target.id);
  if (inside.length > mostMoved) return err([tooMuch]);
  const rows = inside.filter(({ teamId }) => teamId === target.payer.id);
  const busy = rows.find(({ unfinishedId }) => unfinishedId !== null)?.unfinishedId;
  if (typeof busy === 'string') return err([inProgress(busy, 'resourceId')]);
  const outside = await refusePlaces(sql, deps, context, { target, team }, rows);
  if (outside.length > 0) return err(outside);
  const planned = rows.map((row) => plan(row, asked, team, deps.requiredCostTags));
  const wrong = planned.find(({ findings }) => findings.errors.length > 0);
  return wrong ? err(wrong.findings.errors) : ok(planned);
}

const tooMuch: DomainError = {
  code: 'INVALID_STATE',
  message: `More than ${mostMoved} things stand in it, and so many move at once at most: move what stands in it first, a workspace or a compute at a time.`,
  field: ['input', 'resourceId'],
};

/** The platform says where a team may work: it is given nothing elsewhere either. */
function refusePlaces(
  sql: Sql,
  { defaultSubscriptionId }: SubmitDeps,
  context: VerbContext,
  { target, team }: Move,
  rows: readonly StandingRow[],
): Promise<DomainError[]> {
  const { allowedLocations: allowed } = team;
  const { location } = rows.find((row) => !allowed.includes(row.location)) ?? target;
  const { subscriptionId } = target;
  const isOpen = subscriptionId.toLowerCase() === defaultSubscriptionId?.toLowerCase();
  const named = { armId: `/subscriptions/${subscriptionId}`, field: ['input', 'teamId'] };
  return refuseScopes(sql, context, {
    kind: moving,
    payer: team,
    targetName: target.name,
    armIds: target.kind === 'RESOURCE_GROUP' && !isOpen ? [named] : [],
    place: { location, field: 'teamId' },
  });
}

/** What nobody manages keeps the tags that it carries, and a connected cluster has none. */
function plan(
  row: StandingRow,
  asked: readonly Tag[],
  team: Payer,
  required: readonly string[],
): PlannedRow & { findings: Findings } {
  if (row.managed && !kinds.of(row.kind).readOnly)
    return { row, ...claimTags(asked, team, row, required) };
  return { row, costTags: row.costTags, findings: { errors: [], warnings: [] } };
}
