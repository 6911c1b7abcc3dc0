import type { Findings } from '#libs/resources';
import {
  type OperationKind,
  type Request,
  planOnStanding,
  type Target,
  type ChangePlan,
  type ChangeRequest,
} from '#libs/operations';
import { readComputeInstanceRow } from '../read-compute-instance-row.js';
import type { ComputeInstanceDesired } from '../compute-instance.schema.js';

interface InstanceChange {
  kind: OperationKind;
  computeId: string;
  request: Request;
  ifMatch?: string | null;
}

type InstancePlan = { findings: Findings } & Partial<
  Pick<ChangePlan, 'asked' | 'costTags' | 'desired' | 'noop' | 'offer'>
>;

/** A change of what an instance that stands was asked for as. */
export const changeComputeInstance = (
  change: InstanceChange,
  plan: (standing: ComputeInstanceDesired, target: Target) => InstancePlan,
): ChangeRequest => ({
  ...requestFor(change),
  plan: (target) =>
    planOnStanding(readComputeInstanceRow, target, 'computeId', (standing) =>
      whole(plan(standing, target)),
    ),
});

/** Something done with an instance that stands, which goes on being asked for as it is. */
export const actOnComputeInstance = (
  change: InstanceChange,
  plan: (target: Target) => InstancePlan,
): ChangeRequest => ({ ...requestFor(change), plan: (target) => whole(plan(target)) });

const whole = (plan: InstancePlan): ChangePlan => ({
  desired: null,
  costTags: null,
  input: {},
  ...plan,
});

const requestFor = ({
  kind,
  computeId,
  request,
  ifMatch,
}: InstanceChange): Omit<ChangeRequest, 'plan'> => ({
  kindFor: (target) => (target.kind === 'COMPUTE_INSTANCE' ? kind : undefined),
  targetId: computeId,
  field: 'computeId',
  what: 'compute instance',
  request,
  ifMatch: ifMatch ?? null,
  mustStand: true,
});
