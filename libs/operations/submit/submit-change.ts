import { transaction, type Sql } from '#libs/database';
import { err, ok, sameArmId, type DomainError } from '#libs/kernel';
import {
  etagOf,
  nothing,
  together,
  type CostTag,
  type Findings,
  type WantedOffer,
} from '#libs/resources';
import type { OperationKind } from '../operation.js';
import type { ManagedKind } from '../managed-kind.js';
import { newId } from '../new-id.js';
import { acceptChangeOf } from './accept-operation.repository.js';
import type { AskedArmId } from './scopes/arm-ids-in.rules.js';
import { notFound, refuseActor } from './authorise-submission.js';
import { checkOffers } from './check-offers.js';
import { refuseScopes, usedIn } from './scopes/check-scopes.js';
import { answerSecond, inProgress } from './conflicts.js';
import { replay, type Request } from './idempotency.js';
import { idsToSend } from './scopes/ids-to-send.rules.js';
import { newlyUsed } from './scopes/newly-used.rules.js';
import { lockTarget, readTarget, type Target } from './scope.repository.js';
import { decided } from './decision.js';
import { beyondLimits, withinLimits } from './limits/within-limits.js';
import type { Content } from './proposal.js';
import { isPlannedOnly, reviewed } from './review.js';
import { tagsByPolicy } from './tags-by-policy.rules.js';
import type { Submitted } from './accepted.js';
import type { SubmitDeps } from './submission.js';
import type { VerbContext } from '#libs/verbs';

/** What shall change, worked out from a parsed input and the resource as it stands. */
export interface ChangePlan {
  /** Null: stays as it is. */
  desired: Record<string, unknown> | null;
  /** Null: they stay as they are. */
  costTags: CostTag[] | null;
  /** What is asked for, by the names that differences have: the change is judged by that. Absent: everything. */
  asked?: readonly string[];
  /** For the steps, beyond the desired state. */
  input: Record<string, unknown>;
  /** True where it stands so already. */
  noop?: boolean;
  /** What its region must have; absent: nothing new. */
  offer?: WantedOffer;
  findings: Findings;
  /** What stands in it and goes with it; absent: it is no deletion of what holds others. */
  contents?: readonly Content[];
}

export interface ChangeRequest {
  /** Undefined: none of this mutation's business. */
  kindFor: (target: Target) => OperationKind | undefined;
  targetId: string;
  /** The argument that named the target. */
  field: string;
  what: string;
  request: Request;
  ifMatch?: string | null;
  plan: (target: Target) => ChangePlan;
  /** False for deletes: what never came to be can be deleted all the same. */
  mustStand: boolean;
  /** True for deletes: nothing may be under way on what it holds. */
  takesChildren?: boolean;
}

/**
 * Replay, authorise, check, accept, in one transaction that holds the resource: the way of every mutation that
 * changes or deletes. Of two at once the second reads what the first left.
 */
export async function submitChange(
  deps: SubmitDeps,
  context: VerbContext,
  change: ChangeRequest,
): Promise<Submitted> {
  let armId = '';
  const submit = async (sql: Sql): Promise<Submitted> => {
    const { found, record } = await readTarget(
      sql,
      deps.kinds,
      change.targetId,
      context.actor.principalId,
      change.request.key,
      { inside: change.takesChildren ?? false },
    );
    if (record) return replay(record, change.request);
    armId = found?.armId ?? '';
    return decide(sql, deps, context, change, found);
  };
  // What is planned writes nothing, and holds nobody up.
  if (isPlannedOnly(deps)) return submit(deps.pool);
  try {
    return await transaction(deps.pool, async (sql) => {
      await lockTarget(sql, change.targetId);
      return submit(sql);
    });
  } catch (error) {
    return answerSecond(deps.pool, context, change.request, armId, { target: change.field }, error);
  }
}

async function decide(
  sql: Sql,
  deps: SubmitDeps,
  context: VerbContext,
  change: ChangeRequest,
  target: Target | null,
): Promise<Submitted> {
  const { field, what } = change;
  const kind = target === null ? undefined : change.kindFor(target);
  if (target === null || kind === undefined) return err([notFound(field, what)]);
  const who = { kind, field, what, targetName: target.name };
  const refused = await refuseActor(sql, context, target.payer, who);
  if (refused) return err([refused]);
  const obstacle = obstacleTo(change, target);
  if (obstacle) return err([obstacle]);
  const plan = change.plan(target);
  const armIds = usedAnew(deps.kinds.of(target.kind), change, plan, target);
  const { payer, name: targetName } = target;
  const unshared = await refuseScopes(sql, context, { kind, payer, targetName, armIds });
  if (unshared.length > 0) return err(unshared);
  const { errors, warnings } = together(plan.findings);
  const offered =
    errors.length > 0 ? nothing : await checkOffers(sql, target.subscriptionId, plan.offer);
  // Tags that are no longer wanted go from Azure too.
  const input = {
    ...plan.input,
    ...usedIn(armIds),
    ...(plan.asked && { asked: plan.asked }),
    ...(changes(plan) && { before: beforeOf(target) }),
  };
  const { desired, asked, noop, contents } = plan;
  const costTags = plan.costTags && tagsByPolicy(plan.costTags, deps.defaulted);
  const proposal = await decided(sql, deps, context, {
    kind,
    resourceKind: target.kind,
    payer,
    name: target.name,
    armId: target.armId,
    location: target.location,
    target,
    desired,
    costTags,
    ...(asked && { asked }),
    requested: change.request.input,
    input,
    ...(contents && { contents }),
    noop: noop ?? false,
    warnings,
    refusals: [...errors, ...offered.errors],
  });
  const refusals = reviewed(deps, await withinLimits(sql, deps, proposal, field));
  if (refusals.length > 0) return err(refusals);
  const accepted = {
    operationId: newId(),
    resourceId: target.id,
    warnings: [...proposal.warnings],
    ...(noop !== undefined && { noop }),
  };
  if (isPlannedOnly(deps)) return ok(accepted);
  const done = await acceptChangeOf(sql, deps.kinds, context, {
    kind,
    resourceKind: target.kind,
    accepted,
    name: target.name,
    teamId: payer.id,
    planId: deps.review?.planId ?? null,
    decision: proposal.decision,
    input,
    costTags: costTags ?? [],
    replacesCostTags: costTags !== null,
    request: change.request,
    version: target.version,
    desired,
    before: { ...stateOf(target.desired, target.costTags), ...(contents && { contents }) },
    ...(changes(plan) && {
      after: stateOf(desired ?? target.desired, costTags ?? target.costTags),
    }),
  });
  if (done === 'accepted') return ok(accepted);
  return err(typeof done === 'object' ? beyondLimits(done, proposal, field) : [etagMismatch]);
}

/**
 * ARM ids that the request names and the resource does not use yet, and those that were asked for before and
 * never reached Azure: the change sends both.
 */
function usedAnew(
  of: ManagedKind,
  { request, field }: ChangeRequest,
  plan: ChangePlan,
  target: Target,
): readonly AskedArmId[] {
  const named = newlyUsed(request.armIds, target);
  const sent = changes(plan)
    ? idsToSend(of, plan.desired ?? target.desired, target, plan.asked)
    : [];
  const others = sent.filter((id) => !named.some(({ armId }) => sameArmId(armId, id)));
  return [...named, ...others.map((armId) => ({ armId, field: ['input', field] }))];
}

/** What is brought back where it is canceled or Azure refuses it. */
const beforeOf = ({ desired, costTags }: Target) => ({ desired, costTags });

const changes = (plan: ChangePlan): boolean => plan.desired !== null || plan.costTags !== null;

const stateOf = (desired: unknown, costTags: readonly CostTag[]): Record<string, unknown> => ({
  ...(typeof desired === 'object' && desired),
  costTags,
});

const etagMismatch: DomainError = {
  code: 'ETAG_MISMATCH',
  message: 'It was changed since you read it. Read it again, then ask again.',
  field: ['input', 'ifMatch'],
};

const unmanaged = (field: string): DomainError => ({
  code: 'INVALID_STATE',
  message: 'It was found in Azure and nobody manages it here: claim it with claimCompute first.',
  field: ['input', field],
});

/** What stands in the way of any change now. */
export function obstacleTo(change: ChangeRequest, target: Target): DomainError | undefined {
  const unfinished =
    target.unfinishedId ??
    target.ancestorDeleteId ??
    (change.takesChildren ? target.insideId : null);
  if (unfinished !== null) return inProgress(unfinished, change.field);
  if (!target.managed) return unmanaged(change.field);
  const { ifMatch } = change;
  if (ifMatch !== undefined && ifMatch !== null && ifMatch !== etagOf(target)) return etagMismatch;
  const stands = target.provisioningState === 'SUCCEEDED' || target.observed !== null;
  if (!change.mustStand || stands) return undefined;
  return {
    code: 'INVALID_STATE',
    message: `It never came to be (${target.provisioningState}). Retry its creation, or delete it.`,
    field: ['input', change.field],
  };
}
