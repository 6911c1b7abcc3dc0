import { changeableOfInstance, type InstanceChange } from '#libs/resources';
import type { StepContext } from '../step.js';
import { inputOf } from './operation-input.js';

/** What an update asked for: it is judged by that, and not by what differed before. Undefined: everything. */
export const askedFields = ({ operation }: StepContext): readonly string[] | undefined =>
  inputOf(operation).asked;

/** The same of an instance, of what an update can bring about: another size, say, may have failed or been chosen in the portal. */
export function askedOfInstance(context: StepContext): readonly InstanceChange[] {
  const asked = askedFields(context);
  return asked
    ? changeableOfInstance.filter((field) => asked.includes(field))
    : changeableOfInstance;
}
