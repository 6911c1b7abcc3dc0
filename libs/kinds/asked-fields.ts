import type { StepContext } from '../operations/step.js';
import { inputOf } from '../operations/operation-input.rules.js';
import { changeableOfCluster } from './compute-clusters/compute-cluster.body.js';
import { changeableOfInstance } from './compute-instances/compute-instance.body.js';

/** What an update asked for: it is judged by that, and not by what differed before. Undefined: everything. */
export const askedFields = ({ operation }: StepContext): readonly string[] | undefined =>
  inputOf(operation).asked;

/** The same of what an update can bring about: another size, say, may have failed or been chosen in the portal. */
const askedOf =
  <Field extends string>(changeable: readonly Field[]) =>
  (context: StepContext): readonly Field[] => {
    const asked = askedFields(context);
    return asked ? changeable.filter((field) => asked.includes(field)) : changeable;
  };

export const askedOfCluster = askedOf(changeableOfCluster);
export const askedOfInstance = askedOf(changeableOfInstance);
