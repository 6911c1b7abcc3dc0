export { errorFacts } from './error-facts.js';
export { holdRepeats } from './hold-repeats.js';
