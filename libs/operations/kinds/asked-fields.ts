import type { StepContext } from '../step.js';
import { inputOf } from './operation-input.js';

/** What an update asked for: it is judged by that, and not by what differed before. Undefined: everything. */
export const askedFields = ({ operation }: StepContext): readonly string[] | undefined =>
  inputOf(operation).asked;
