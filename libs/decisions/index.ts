export { deciding, type DecisionSettings } from './deciding.js';
