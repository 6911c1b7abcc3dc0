import { durationSeconds } from '#libs/kernel';
import {
  type VmPriority,
  caution,
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
} from '#libs/resources';
import type { ScaleSettings } from './compute-cluster.schema.js';

/** Azure grants more to a subscription on request (docs/azure-facts.md#usages). */
const nodesWithoutRequest = 100;
/** Nobody gets more. */
export const mostNodes = 65_000;

/** Node counts that fit together and an idle time of whole seconds; warns of what costs or must be asked for. */
export function checkScale(
  scale: ScaleSettings,
  vmPriority: VmPriority,
  path: FieldPath = ['input', 'scale'],
): Findings {
  return together(
    checkCount(scale.minNodeCount, [...path, 'minNodeCount']),
    checkCount(scale.maxNodeCount, [...path, 'maxNodeCount']),
    checkOrder(scale, path),
    checkIdleTime(scale.nodeIdleTimeBeforeScaleDown, [...path, 'nodeIdleTimeBeforeScaleDown']),
    cautionMany(scale, path),
    cautionKept(scale, vmPriority, path),
  );
}

function checkCount(count: number, field: FieldPath): Findings {
  if (Number.isInteger(count) && count >= 0 && count <= mostNodes) return nothing;
  return refusal('INVALID_INPUT', field, `must be a whole number from 0 to ${mostNodes}`);
}

function checkOrder({ minNodeCount, maxNodeCount }: ScaleSettings, path: FieldPath): Findings {
  if (minNodeCount <= maxNodeCount) return nothing;
  const message = `minNodeCount (${minNodeCount}) is above maxNodeCount (${maxNodeCount})`;
  return refusal('INVALID_INPUT', [...path, 'minNodeCount'], message);
}

function checkIdleTime(duration: string, field: FieldPath): Findings {
  const seconds = durationSeconds(duration);
  if (seconds !== undefined && Number.isInteger(seconds) && seconds > 0) return nothing;
  return refusal('INVALID_INPUT', field, 'must be an ISO 8601 duration of whole seconds: PT120S');
}

function cautionMany({ maxNodeCount }: ScaleSettings, path: FieldPath): Findings {
  if (maxNodeCount <= nodesWithoutRequest) return nothing;
  const message = `Azure grants more than ${nodesWithoutRequest} nodes on request only: ask its support before jobs need them.`;
  return caution('NODES_ON_REQUEST_ONLY', [...path, 'maxNodeCount'], message);
}

function cautionKept(
  { minNodeCount }: ScaleSettings,
  vmPriority: VmPriority,
  path: FieldPath,
): Findings {
  if (minNodeCount <= 0) return nothing;
  const field = [...path, 'minNodeCount'];
  const nodes = minNodeCount === 1 ? '1 node is' : `${minNodeCount} nodes are`;
  const billed = caution('NODES_ALWAYS_BILLED', field, `${nodes} kept and billed without any job.`);
  if (vmPriority === 'DEDICATED') return billed;
  const message = 'Azure can take low-priority nodes back at any time, kept ones too.';
  return together(billed, caution('NODES_CAN_BE_PREEMPTED', field, message));
}
