export { armOperations, type ApiVersionOverrides, type ArmOperation } from './arm-operations.js';
export {
  lacksLaterSettings,
  laterComputeInstanceSettings,
  tellsLaterSettings,
} from './compute-instance-settings.js';
export { exampleOf } from './example-path.js';
export { neededActions, neededProviders } from './needed-rights.js';
export { operationOf, placeOf } from './operation-of.js';
export { parseOverrides } from './parse-overrides.js';
