export type { ComputeDefinition, KindDefinition } from './kind-definition.js';
export { type KnownKinds, computeKinds, kinds } from './kinds.js';
