export { holdRepeats } from './hold-repeats.js';
