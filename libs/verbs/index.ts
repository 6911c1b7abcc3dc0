export * from './actor.js';
export {
  confirmNameField,
  costTagInput,
  idempotencyKeyField,
  idOf,
  locationField,
  notConfirmed,
  optional,
  orElse,
  roleField,
  uuidField,
} from './fields.js';
export { withFoundIds, type FindIds } from './find-ids.js';
export * from './global-id.js';
export { gql } from './gql.js';
export { mapScalars } from './map-scalars.js';
export { contextOf, perform, performRead } from './perform.js';
export { read, type AnyRead, type ReadRefusal } from './read.js';
export { pascal, verb, type AnswerField, type AnyVerb, type Verb } from './verb.js';
