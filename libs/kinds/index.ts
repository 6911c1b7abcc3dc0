export { desiredOfFound } from './found-compute.js';
export { observeResource } from './observe-resource.js';
export { kinds } from './operation-kinds.js';
export { readResourceRow } from './read-resource-row.js';
