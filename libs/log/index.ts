export { createLog, type Log } from './create-log.js';
export { errorFacts } from './error-facts.js';
export { holdRepeats } from './hold-repeats.js';
export { LOG, LogModule, nestLog } from './log.module.js';
