import { vmSizeKey } from '#libs/resources';
import {
  type ArmBody,
  type StepContext,
  type StepDefinition,
  type StepOutcome,
  type ResourceProfile,
  mayStillArrive,
  sendWrite,
  missing,
} from '#libs/operations';
import {
  allowedVerbs,
  isPassing,
  mayAsk,
  standsAlready,
  type PowerVerb,
} from './compute-instance-state.rules.js';
import { observeComputeInstance } from '../compute-instance.observe.js';
import type { ComputeInstanceObserved, ComputeInstanceState } from '../compute-instance.schema.js';
import { withOwnRemedy } from '../own-remedy.js';
import { computeInstance, computeInstanceDesired } from '../compute-instance.profile.js';
import { notFromHere } from './machine-failures.js';

const whileUnderWay: Record<PowerVerb, { state: ComputeInstanceState; rawState: string }> = {
  start: { state: 'STARTING', rawState: 'Starting' },
  stop: { state: 'STOPPING', rawState: 'Stopping' },
  restart: { state: 'RESTARTING', rawState: 'Restarting' },
  resize: { state: 'RESIZING', rawState: 'Resizing' },
};

/**
 * "start instance" and its like. Does nothing if the compute instance is in that state already, and waits for
 * an action that Azure is carrying out. An action that a crashed worker sent is recognised by the state, or
 * by the last operation that Azure names, and is not sent again.
 */
export const sendPower = (verb: PowerVerb): StepDefinition => ({
  name: `${verb} instance`,
  writes: true,
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal } = context;
    const body = await arm.get(resource.armId, { signal });
    if (!body) return missing('instance', resource);
    const found = observeComputeInstance(body);
    return whatIsDone(context, verb, body, found) ?? send(context, verb, body, found);
  },
});

/** Undefined: it has to be sent. */
function whatIsDone(
  context: StepContext,
  verb: PowerVerb,
  body: ArmBody,
  found: ComputeInstanceObserved,
): StepOutcome | undefined {
  const { rawState } = found;
  const done = isDone(context, verb, found);
  if (context.memory.submitting && (done || arrived(context, verb, found))) {
    const message = 'found in Azure as it was sent';
    return { outcome: 'done', message, rawState, memory: { submitting: false } };
  }
  if (done) {
    const stands = verb === 'resize' ? `has the size ${found.vmSize}` : `is ${rawState}`;
    return { outcome: 'skipped', message: `it ${stands} already: nothing was sent` };
  }
  if (isPassing(found.state)) {
    const message = `Azure is at something else with it: ${rawState}`;
    return { outcome: 'again', afterSeconds: 15, attempt: false, message };
  }
  const late = mayStillArrive(context);
  if (late) return late;
  if (mayAsk(verb, found.state)) return undefined;
  const error = notFromHere(verb, context.resource, rawState, allowedVerbs(found.state));
  const facts = context.kinds.observe(context.resource.kind, body);
  return { outcome: 'failed', error, rawState, facts };
}

/** True if the state was there from the beginning, or our request reached it. */
const isDone = (context: StepContext, verb: PowerVerb, found: ComputeInstanceObserved): boolean =>
  verb === 'resize' ? hasSize(context, found) : standsAlready(verb, found.state);

const hasSize = (context: StepContext, { vmSize }: ComputeInstanceObserved): boolean =>
  vmSizeKey(vmSize) === vmSizeKey(computeInstanceDesired(context).vmSize);

/**
 * True if a request without an answer did arrive: Azure is carrying it out, or names another last operation
 * than before it was sent.
 */
function arrived(
  { memory }: StepContext,
  verb: PowerVerb,
  { state, lastOperation }: ComputeInstanceObserved,
): boolean {
  if (state === whileUnderWay[verb].state) return true;
  return (
    lastOperation?.name === verb.toUpperCase() && lastOperation.at !== memory['lastOperationAt']
  );
}

async function send(
  context: StepContext,
  verb: PowerVerb,
  current: ArmBody,
  found: ComputeInstanceObserved,
): Promise<StepOutcome> {
  const { arm, resource } = context;
  const remembered: StepContext = {
    ...context,
    remember: (memory, timeoutMs) =>
      context.remember({ ...memory, lastOperationAt: found.lastOperation?.at ?? null }, timeoutMs),
  };
  return sendWrite(remembered, verb === 'resize' ? resizing : computeInstance, {
    verb: 'POST',
    send: (call) => arm.post(resource.armId, verb, bodyOf(context, verb), call),
    accepted: { observed: { ...found, ...whileUnderWay[verb] } },
    refused: () => context.kinds.observe(resource.kind, current),
  });
}

const resizing: ResourceProfile = {
  ...computeInstance,
  explain: (error) =>
    /^$|vmSize$/i.test(error.target ?? '')
      ? withOwnRemedy(error, 'Ask for one of the allowedResizeSizes of the instance.')
      : error,
};

const bodyOf = (context: StepContext, verb: PowerVerb): ArmBody | undefined =>
  verb === 'resize' ? { targetVMSize: computeInstanceDesired(context).vmSize } : undefined;
