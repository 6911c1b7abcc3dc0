export type { PolicyDeps } from './verbs/create-policy.verb.js';
export { setDefaults } from './defaults/set-defaults.js';
export { DefaultsMoved } from './defaults/still-set.js';
export { Policies } from './policies.js';
export { refusalsOf, warningsOf } from './policy-finding.js';
export type { TrialMatch } from './trial/try-rule.js';
