import { z } from 'zod';
import { nothing, refusal, type Findings } from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import {
  type OperationKind,
  requestOf,
  ifMatchField,
  type Target,
  type SubmitDeps,
  submitChange,
} from '#libs/operations';
import {
  allowedVerbs,
  mayAsk,
  standsAlready,
  type PowerVerb,
} from './compute-instance-state.rules.js';
import { readComputeInstanceRow } from '../read-compute-instance-row.js';
import type { ComputeInstanceState } from '../compute-instance.schema.js';
import { actOnComputeInstance } from '../changes/change-compute-instance.js';
import { computeInstanceAction, computeInstanceActionPayload } from '../compute-instance.input.js';

const inputSchema = z
  .strictObject({
    computeId: idOf('ComputeInstance').describe('The instance.'),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, {
    type: 'ComputeInstanceActionInput',
    description: 'The instance to start, stop or restart.',
  });

const kinds: Record<Exclude<PowerVerb, 'resize'>, OperationKind> = {
  start: 'COMPUTE_INSTANCE_START',
  stop: 'COMPUTE_INSTANCE_STOP',
  restart: 'COMPUTE_INSTANCE_RESTART',
};

const powerInstance = (power: keyof typeof kinds, summary: string, destructive: boolean) =>
  verb({
    name: `${power}ComputeInstance`,
    noun: 'compute instance',
    summary,
    input: inputSchema,
    example: { computeId: exampleId('ComputeInstance') },
    target: 'computeId',
    permission: 'operate',
    effect: 'change',
    destructive,
    answer: computeInstanceAction,
    payload: computeInstanceActionPayload,
    run: (deps: SubmitDeps, context, input) => {
      const { computeId, ifMatch } = input;
      const request = requestOf(inputSchema, context, input);
      const kind = kinds[power];
      const change = actOnComputeInstance({ kind, computeId, ifMatch, request }, (target) => ({
        findings: checkVerb(power, target),
        noop: isNoop(power, target),
      }));
      return submitChange(deps, context, change);
    },
  });

/** Accepts a start. `noop` where it ran already when Azure was last asked. */
export const startComputeInstance = powerInstance('start', 'Starts an instance.', false);
/** Accepts a stop. `noop` where it stood already when Azure was last asked. */
export const stopComputeInstance = powerInstance('stop', 'Stops an instance.', true);
/** Accepts a restart. */
export const restartComputeInstance = powerInstance('restart', 'Restarts an instance.', true);

const stateOf = (target: Target): ComputeInstanceState =>
  readComputeInstanceRow(target).observed?.state ?? 'UNKNOWN';

const isNoop = (verb: PowerVerb, target: Target): boolean => standsAlready(verb, stateOf(target));

/** INVALID_STATE where the verb does not work from where Azure last said it is, with the verbs that do. */
export function checkVerb(verb: PowerVerb, target: Target): Findings {
  const state = stateOf(target);
  if (mayAsk(verb, state)) return nothing;
  const allowed = allowedVerbs(state);
  const now =
    allowed.length > 0
      ? `Allowed now: ${allowed.join(', ')}.`
      : 'Nothing of start, stop, restart and resize is allowed now: wait until it has come to rest.';
  const message = `It is ${state}: ${verb} is not allowed. ${now}`;
  return refusal('INVALID_STATE', ['input', 'computeId'], message);
}
