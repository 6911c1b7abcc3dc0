export type { ComputeDefinition, KindDefinition } from './kind-definition.js';
export { type KnownKinds, computeKindsOf, kinds } from './kinds.js';
export { quotaKindsOf } from './quota-kinds.js';
