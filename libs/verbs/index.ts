export * from './actor.js';
export { costTagInput, idempotencyKeyField, idOf, optional, orElse, uuidField } from './fields.js';
export * from './global-id.js';
export { gql } from './gql.js';
export { perform } from './perform.js';
export { pascal, verb, type AnswerField, type AnyVerb, type Verb } from './verb.js';
