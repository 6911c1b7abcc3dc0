export { causeOf } from './apply-rule.js';
export { at } from './json.js';
export * from './map-agent-errors.js';
export * from './map-error-body.js';
export * from './map-provisioning-errors.js';
export * from './redact.js';
export * from './map-extension-error.js';
export { knownErrors } from './known-errors.js';
