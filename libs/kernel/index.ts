export * from './arm-id.js';
export * from './azure-cloud.js';
export * from './clock.js';
export * from './domain-error.js';
export * from './duration.js';
export * from './location.js';
export * from './most-alike.js';
export * from './result.js';
