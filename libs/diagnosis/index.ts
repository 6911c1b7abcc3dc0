export { diagnosticCodes } from './diagnostic-codes.js';
export type { Reading } from './diagnostic.js';
export type { ManagementLock } from './management-lock.observe.js';
export { readSurroundings } from './read-surroundings.js';
export { type Surroundings, isUnsettled, nothingKnown } from './unsettled.rules.js';
