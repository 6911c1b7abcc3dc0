import { instanceDesiredSchema, type Findings, type InstanceDesired } from '#libs/resources';
import type { OperationKind } from '../operation.js';
import type { Request } from './idempotency.js';
import type { Target } from './scope.repository.js';
import type { ChangePlan, ChangeRequest } from './submit-change.js';

interface InstanceChange {
  kind: OperationKind;
  computeId: string;
  request: Request;
  ifMatch?: string | null;
}

/** A change of an instance that stands. */
export const changeInstance = (
  { kind, computeId, request, ifMatch }: InstanceChange,
  plan: (
    standing: InstanceDesired,
    target: Target,
  ) => { findings: Findings } & Partial<
    Pick<ChangePlan, 'asked' | 'costTags' | 'desired' | 'noop' | 'offer'>
  >,
): ChangeRequest => ({
  kindFor: (target) => (target.kind === 'COMPUTE_INSTANCE' ? kind : undefined),
  deniedAs: kind,
  targetId: computeId,
  field: 'computeId',
  what: 'compute instance',
  request,
  ifMatch: ifMatch ?? null,
  mustStand: true,
  plan: (target) => ({
    desired: null,
    costTags: null,
    input: {},
    ...plan(instanceDesiredSchema.parse(target.desired), target),
  }),
});
