import type { StepContext } from './step.js';
import { inputOf } from './operation-input.rules.js';

/** What an update asked for: it is judged by that, and not by what differed before. Undefined: everything. */
export const askedFields = ({ operation }: StepContext): readonly string[] | undefined =>
  inputOf(operation).asked;

/** The same of what an update can bring about: another size, say, may have failed or been chosen in the portal. */
export const askedOf =
  <Field extends string>(changeable: readonly Field[]) =>
  (context: StepContext): readonly Field[] => {
    const asked = askedFields(context);
    return asked ? changeable.filter((field) => asked.includes(field)) : changeable;
  };
