import type { InstanceType, ResourceAmounts } from './instance-type.schema.js';
import { sameQuantity } from './quantity.rules.js';

/** Two types that are one to Azure; amounts compare by what they are worth. */
export const sameInstanceType = (a: InstanceType, b: InstanceType): boolean =>
  sameAmounts(a.requests, b.requests) &&
  sameAmounts(a.limits, b.limits) &&
  Object.keys({ ...a.nodeSelector, ...b.nodeSelector }).every(
    (key) => a.nodeSelector[key] === b.nodeSelector[key],
  );

/** No GPU and none said are one. */
const sameAmounts = (a: ResourceAmounts, b: ResourceAmounts): boolean =>
  sameQuantity(a.cpu, b.cpu) &&
  sameQuantity(a.memory, b.memory) &&
  sameQuantity(a.nvidiaGpu ?? '0', b.nvidiaGpu ?? '0');
