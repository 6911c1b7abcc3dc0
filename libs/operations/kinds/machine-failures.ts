import { causeOf, mapProvisioningErrors } from '#libs/arm-errors';
import type { ProvisioningError } from '#libs/kernel';
import type {
  InstanceObserved,
  InstanceState,
  LastOperation,
  PowerVerb,
  Resource,
} from '#libs/resources';
import type { ArmBody } from '../arm.port.js';

const setupRemedy =
  'Look at the logs of the setup script in the studio (Compute, the instance, Logs). Mend the script; a startup script runs again at the next restart, for a creation script delete the instance and create it again.';

const byState: Partial<Record<InstanceState, Pick<ProvisioningError, 'code' | 'remedy'>>> = {
  SETUP_FAILED: { code: 'SETUP_FAILED', remedy: setupRemedy },
  USER_SETUP_FAILED: { code: 'SETUP_FAILED', remedy: setupRemedy },
  UNUSABLE: {
    code: 'INSTANCE_UNUSABLE',
    remedy:
      'Look at the network it starts in (DNS, outbound rules, private endpoint), restart it once, and otherwise delete it and create it again.',
  },
  CREATE_FAILED: {
    code: 'CREATE_FAILED',
    remedy: 'Read the errors of the instance, delete it, and create it again.',
  },
};

/** True for a state that no other look makes better. */
export const isBroken = (state: InstanceState): boolean => byState[state] !== undefined;

/** Why a machine that has come to rest is not where it should be: what Azure says of it first, else its state. */
export function whyNotThere(
  { name, armId }: Resource,
  { state, rawState, lastOperation }: InstanceObserved,
  body: ArmBody,
): ProvisioningError {
  const known = byState[state];
  const [first, ...others] = mapProvisioningErrors(body);
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
