import { z } from 'zod';
import {
  allowedVerbs,
  mayAsk,
  nothing,
  readInstanceRow,
  refusal,
  standsAlready,
  type Findings,
  type InstanceState,
  type PowerVerb,
} from '#libs/resources';
import type { VerbContext } from '#libs/tenants';
import type { OperationKind } from '../operation.js';
import { actOnInstance } from './change-instance.js';
import { requestOf } from './idempotency.js';
import { idempotencyKeySchema, ifMatchSchema, parseInput, rowIdSchema } from './parse-input.js';
import type { Target } from './scope.repository.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange } from './submit-change.js';

const inputSchema = z.object({
  computeId: rowIdSchema,
  ifMatch: ifMatchSchema,
  idempotencyKey: idempotencyKeySchema,
});

const kinds: Record<Exclude<PowerVerb, 'resize'>, OperationKind> = {
  start: 'COMPUTE_INSTANCE_START',
  stop: 'COMPUTE_INSTANCE_STOP',
  restart: 'COMPUTE_INSTANCE_RESTART',
};

type UseCase = (deps: SubmitDeps, context: VerbContext, raw: unknown) => Promise<Submitted>;

const powerInstance =
  (verb: Exclude<PowerVerb, 'resize'>): UseCase =>
  async (deps, context, raw) => {
    const input = parseInput(inputSchema, raw);
    if (!input.ok) return input;
    const { computeId, ifMatch } = input.value;
    const request = requestOf(inputSchema, `${verb}ComputeInstance`, input.value);
    const change = actOnInstance({ kind: kinds[verb], computeId, ifMatch, request }, (target) => ({
      findings: checkVerb(verb, target),
      noop: isNoop(verb, target),
    }));
    return submitChange(deps, context, change);
  };

/** Accepts a start. `noop` where it ran already when Azure was last asked. */
export const startComputeInstance: UseCase = powerInstance('start');
/** Accepts a stop. `noop` where it stood already when Azure was last asked. */
export const stopComputeInstance: UseCase = powerInstance('stop');
/** Accepts a restart. */
export const restartComputeInstance: UseCase = powerInstance('restart');

const stateOf = (target: Target): InstanceState =>
  readInstanceRow(target).observed?.state ?? 'UNKNOWN';

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
