export { Evaluator } from './threads/evaluator.js';
export type { FactFields } from './facts/fact-type.js';
export { normalised } from './facts/normalised.rules.js';
export { typeOfSchema } from './facts/type-of-schema.js';
