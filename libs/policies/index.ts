export type { PolicyDeps } from './verbs/create-policy.verb.js';
export { Policies } from './policies.js';
export { refusalsOf, warningsOf } from './policy-finding.js';
