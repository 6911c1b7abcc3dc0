import { objectAt } from '#libs/resources';
import {
  type ArmBody,
  type StepContext,
  type StepDefinition,
  type StepOutcome,
  mayStillArrive,
  sendWrite,
  missing,
  askedFields,
} from '#libs/operations';
import { observeComputeInstance } from '../compute-instance.observe.js';
import type {
  ComputeInstanceDesired,
  ComputeInstanceObserved,
} from '../compute-instance.schema.js';
import { armMinutes, idleTime } from '../idle-time.js';
import {
  askedOfComputeInstance,
  computeInstance,
  computeInstanceDesired,
} from '../compute-instance.profile.js';
import { changedSchedules } from '../power-schedules/changed-schedules.body.js';
import { sameSchedules } from '../power-schedules/power-schedules.value.js';
import { idleTimeUntold } from './untold-failure.js';

/** A setting of an instance that has a call of its own: a PUT may not change it on one that stands (ADR 0021). */
interface OwnCall {
  field: 'schedules' | 'idleTimeBeforeShutdown';
  /** As the step is called. */
  noun: string;
  action: string;
  /** Undefined: the call cannot say it. */
  body(desired: ComputeInstanceDesired, current?: ArmBody): ArmBody | undefined;
  differs(desired: ComputeInstanceDesired, found: ComputeInstanceObserved): boolean;
}

export const ownSchedules: OwnCall = {
  field: 'schedules',
  noun: 'schedules',
  action: 'updateSchedules',
  body: ({ schedules }, current = {}) =>
    changedSchedules(objectAt(current, 'properties', 'properties')['schedules'], schedules),
  differs: (desired, found) => !sameSchedules(desired.schedules, found.schedules),
};

export const ownIdleTime: OwnCall = {
  field: 'idleTimeBeforeShutdown',
  noun: 'idle time',
  action: 'updateIdleShutdownSetting',
  body: ({ idleTimeBeforeShutdown: asked }) =>
    asked === null ? undefined : { idleTimeBeforeShutdown: armMinutes(asked) },
  differs: ({ idleTimeBeforeShutdown: asked }, { idleTimeBeforeShutdown: found }) =>
    found === undefined || idleTime.form(asked) !== idleTime.form(found),
};

/** Kept by the step whose call was accepted: what follows may have to wait until Azure reports it. */
export const sentByOwnCall = (field: string): string => `${field}ByOwnCall`;

/**
 * "set schedules", "set idle time": by the call that Azure has for it, where it reports something else. A call that
 * Azure has not, or refuses, is no end: the PUT that follows tries the same.
 */
export const setByOwnCall = (call: OwnCall, retriedFrom?: string): StepDefinition => ({
  name: `set ${call.noun}`,
  writes: true,
  ...(retriedFrom !== undefined && { retriedFrom }),
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal } = context;
    const desired = computeInstanceDesired(context);
    if (!isAskedFor(context, call, desired))
      return { outcome: 'skipped', message: 'not asked for' };
    const current = await arm.get(resource.armId, { signal });
    if (!current) return missing('instance', resource);
    const found = observeComputeInstance(current);
    if (!call.differs(desired, found)) return asAsked(context, call);
    return mayStillArrive(context) ?? send(context, call, current, found);
  },
});

/** A creation that asks for none has none: there is nothing to take away. */
const isAskedFor = (
  context: StepContext,
  { field, body }: OwnCall,
  desired: ComputeInstanceDesired,
) =>
  askedOfComputeInstance(context).includes(field) &&
  (askedFields(context) !== undefined || body(desired) !== undefined);

const asAsked = ({ memory }: StepContext, { field }: OwnCall): StepOutcome =>
  memory.submitting
    ? {
        outcome: 'done',
        message: 'found in Azure as it was sent',
        memory: { submitting: false, [sentByOwnCall(field)]: true },
      }
    : { outcome: 'skipped', message: 'Azure reports it as asked: nothing was sent' };

async function send(
  context: StepContext,
  call: OwnCall,
  current: ArmBody,
  found: ComputeInstanceObserved,
): Promise<StepOutcome> {
  const body = call.body(computeInstanceDesired(context), current);
  if (!body) return byPut(context, call, 'no call takes it away', found);
  const outcome = await sendWrite(context, computeInstance, {
    verb: 'POST',
    send: (options) => context.arm.post(context.resource.armId, call.action, body, options),
    accepted: {},
    refused: () => context.kinds.observe(context.resource.kind, current),
  });
  if (outcome.outcome === 'failed') {
    const { code, message } = outcome.error;
    return byPut(context, call, `Azure refused ${call.action} (${code}: ${message})`, found);
  }
  if (outcome.outcome !== 'done') return outcome;
  const memory = { ...outcome.memory, [sentByOwnCall(call.field)]: true };
  return { ...outcome, message: `by ${call.action}`, memory };
}

/** A refused call is none that may still come true. */
const nothingSent = { submitting: false };

/** What Azure does not tell could not be seen to have changed by a PUT: that must not be taken for done. */
const byPut = (
  { resource }: StepContext,
  { field }: OwnCall,
  why: string,
  found: ComputeInstanceObserved,
): StepOutcome =>
  field === 'idleTimeBeforeShutdown' && found.idleTimeBeforeShutdown === undefined
    ? { outcome: 'failed', error: idleTimeUntold(resource, why), memory: nothingSent }
    : { outcome: 'skipped', message: `${why}: by PUT instead`, memory: nothingSent };
