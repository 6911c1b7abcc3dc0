import { causeOf } from '#libs/arm-errors';
import type { ProvisioningError } from '#libs/kernel';
import type { Resource } from '#libs/resources';
import { brokenAs } from '../diagnosis/broken-compute-instance.rules.js';
import type { ComputeInstanceObserved, LastOperation } from '../compute-instance.schema.js';
import type { PowerVerb } from './compute-instance-state.rules.js';

/** Why a machine that has come to rest is not where it should be: what Azure says of it first (`errors`), else its state. */
export function whyNotThere(
  { name, armId }: Resource,
  { state, rawState, lastOperation }: ComputeInstanceObserved,
  errors: readonly ProvisioningError[],
): ProvisioningError {
  const known = brokenAs(state);
  const [first, ...others] = errors;
  if (first && (known === undefined || first.code === known.code || causeOf(first) !== undefined)) {
    return { ...first, ...(others.length > 0 && { details: others }) };
  }
  return {
    code: known?.code ?? 'STATE_NOT_REACHED',
    message: `The instance '${name}' came to rest as ${rawState}.${lastWords(lastOperation)}`,
    retry: known ? 'NEVER' : 'LATER',
    remedy:
      known?.remedy ?? 'Look at the last operation of the instance in the studio, then retry.',
    target: armId,
    ...(first && { details: [first, ...others] }),
  };
}

const byWhom: Record<LastOperation['trigger'], string> = {
  USER: ' by a person or a program',
  SCHEDULE: ' by its schedule',
  IDLE_SHUTDOWN: ' because it was idle',
  UNKNOWN: '',
};

/** What was done to it last: a schedule may have come between. */
const lastWords = (last: LastOperation | null): string =>
  last ? ` Its last operation: ${last.name}${byWhom[last.trigger]}, ${last.rawStatus}.` : '';

/** It has come into a state from which Azure does not do this. */
export const notFromHere = (
  verb: PowerVerb,
  { armId }: Resource,
  rawState: string,
  allowed: readonly PowerVerb[],
): ProvisioningError => ({
  code: 'INVALID_STATE',
  message: `Azure says it is ${rawState}: ${verb} does not work from there.`,
  retry: 'LATER',
  remedy:
    allowed.length > 0
      ? `From ${rawState} these work: ${allowed.join(', ')}.`
      : 'Wait until it has come to rest.',
  target: armId,
});
