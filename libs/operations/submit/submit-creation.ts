import { err, ok, type ArmId, type DomainError, type Warning } from '#libs/kernel';
import {
  checkCostTags,
  nothing,
  resolveCostTags,
  together,
  type Findings,
  type ResourceKind,
  type Tag,
  type WantedOffer,
} from '#libs/resources';
import type { VerbContext } from '#libs/verbs';
import type { OperationKind } from '../operation.js';
import { newId } from '../new-id.js';
import { acceptCreation } from './accept-together.js';
import type { AskedArmId } from './scopes/arm-ids-in.rules.js';
import { refuseActor } from './authorise-submission.js';
import { checkOffers } from './check-offers.js';
import { refuseScopes, usedIn } from './scopes/check-scopes.js';
import { answerSecond, refuseTaken, tellSecond } from './conflicts.js';
import { replay, type Request } from './idempotency.js';
import type { Payer, Scope } from './scope.repository.js';
import { decided } from './decision.js';
import { beyondLimits, withinLimits } from './limits/within-limits.js';
import { isPlannedOnly, reviewed } from './review.js';
import { tagsByPolicy } from './tags-by-policy.rules.js';
import type { Submitted } from './accepted.js';
import type { SubmitDeps } from './submission.js';

/** A new resource, worked out from a parsed input and what it stands on. */
export interface Plan {
  kind: OperationKind;
  resourceKind: ResourceKind;
  parentId: string | null;
  name: string;
  armId: ArmId;
  subscriptionId: string;
  location: string;
  /** The field of the input that says where; absent: it is where what holds it is. */
  locationField?: string;
  desired: Record<string, unknown>;
  vmSizeKey: string | null;
  /** What its region must have; absent: nothing of its own. */
  offer?: WantedOffer;
  /** For the steps, beyond the desired state. No secrets. */
  input?: Record<string, unknown>;
  /** What it uses in Azure beyond the ARM ids that the input names. */
  armIds?: readonly AskedArmId[];
  findings: Findings;
}

export interface CreationRequest<T> {
  scope: Scope<T>;
  request: Request;
  payer: Payer | null;
  askedTags: readonly Tag[];
  /** Whose absence or refusal is told at which field. */
  on: { kind: OperationKind; field: string; what: string; targetName: string };
  plan: (found: T) => Plan;
  /** Why nothing may be created in it now. */
  blocked?: (found: T) => DomainError | undefined;
  /** What of all the ARM ids the payer may not name, where that was looked up already. */
  unshared?: ReadonlySet<string> | undefined;
}

/** Replay, authorise, check, accept: the way of every mutation that creates. */
export async function submitCreation<T>(
  deps: SubmitDeps,
  context: VerbContext,
  { scope, request, payer, askedTags, on, plan, blocked, unshared }: CreationRequest<T>,
): Promise<Submitted> {
  if (scope.record) return replay(scope.record, request);
  const refused = await refuseActor(deps.pool, context, payer, on);
  if (refused || !payer || !scope.found) return err(refused ? [refused] : []);
  const planned = plan(scope.found);
  const outside = await refuseScopes(deps.pool, context, {
    kind: planned.kind,
    payer,
    targetName: planned.name,
    unshared,
    armIds: [...request.armIds, ...(planned.armIds ?? [])],
    place: {
      location: planned.location,
      field: planned.locationField ?? on.field,
    },
  });
  if (outside.length > 0) return err(outside);
  const costTags = tagsByPolicy(resolveCostTags(askedTags, payer), deps.defaulted);
  const { errors, warnings } = together(
    planned.findings,
    checkCostTags(askedTags, costTags, deps.requiredCostTags),
  );
  const offered =
    errors.length > 0
      ? nothing
      : await checkOffers(deps.pool, planned.subscriptionId, planned.offer, scope.offers);
  const obstacle = blocked?.(scope.found);
  const found = { planned, request, payer, costTags, warnings, on };
  const unfit = [...errors, ...offered.errors];
  const refusals = unfit.length === 0 && obstacle ? [obstacle] : unfit;
  return accept(deps, context, found, refusals);
}

interface Decided {
  planned: Plan;
  request: Request;
  payer: Payer;
  costTags: ReturnType<typeof resolveCostTags>;
  warnings: Warning[];
  on: { field: string };
}

async function accept(
  deps: SubmitDeps,
  context: VerbContext,
  of: Decided,
  refusals: readonly DomainError[],
): Promise<Submitted> {
  const { findings: _, offer: __, locationField: ___, armIds = [], ...planned } = of.planned;
  const input = { ...planned.input, ...usedIn([...of.request.armIds, ...armIds]) };
  const { field } = of.on;
  const said = await decided(deps.pool, deps, context, {
    ...planned,
    payer: of.payer,
    target: null,
    costTags: of.costTags,
    requested: of.request.input,
    input,
    noop: false,
    warnings: of.warnings,
    refusals,
  });
  const standing = said.refusals.length > 0 ? [] : await standingInTheWay(deps, context, of);
  const free = { ...said, refusals: [...said.refusals, ...standing] };
  const proposal = await withinLimits(deps.pool, deps, free, field);
  const refused = reviewed(deps, proposal);
  if (refused.length > 0) return err(refused);
  const accepted = {
    operationId: newId(),
    resourceId: newId(),
    warnings: [...proposal.warnings],
  };
  if (isPlannedOnly(deps)) return ok(accepted);
  const creation = {
    ...planned,
    accepted,
    teamId: of.payer.id,
    planId: deps.review?.planId ?? null,
    decision: proposal.decision,
    input,
    costTags: of.costTags,
    request: of.request,
    after: { ...planned.desired, costTags: of.costTags },
  };
  try {
    const outcome = await acceptCreation(deps.pool, deps.kinds, context, creation);
    if (outcome === 'second')
      return await tellSecond(deps.pool, context, of.request, planned.armId, 'name');
    if (outcome === 'accepted') return ok(accepted);
    return err(outcome === 'notReady' ? [notReady(field)] : beyondLimits(outcome, proposal, field));
  } catch (error) {
    return answerSecond(deps.pool, context, of.request, planned.armId, { target: 'name' }, error);
  }
}

/** The name, where something has it: an index refuses that when it is accepted, before the team's limits, and a plan has to look. */
const standingInTheWay = async (
  deps: SubmitDeps,
  context: VerbContext,
  { planned: { armId } }: Decided,
): Promise<readonly DomainError[]> =>
  isPlannedOnly(deps) ? refuseTaken(deps.pool, context, armId, 'name') : [];

/** What holds it must stand before anything is made in it. */
export const notReady = (field: string, state?: string): DomainError => ({
  code: 'INVALID_STATE',
  message:
    `What should hold it is not ready${state === undefined ? '' : ` (${state})`}: ` +
    'it must be SUCCEEDED. Wait for its operation to end, then ask again.',
  field: ['input', field],
});
