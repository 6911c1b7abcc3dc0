export { causeOf } from './apply-rule.js';
export type { ArmErrorCause } from './arm-error-catalogue.js';
export * from './map-error-body.js';
export * from './map-provisioning-errors.js';
export * from './redact.js';
export * from './map-extension-error.js';
