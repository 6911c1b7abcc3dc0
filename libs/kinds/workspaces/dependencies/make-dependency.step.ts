import { randomUUID } from 'node:crypto';
import { normaliseLocation, systemClock, type ProvisioningError } from '#libs/kernel';
import { operationTagOf, provisioningStateOf, rawStateOf } from '#libs/resources';
import {
  type ArmBody,
  ArmError,
  againAfter,
  desiredOf,
  type LroObservation,
  mayStillArrive,
  newTags,
  readInput,
  type StepContext,
  type StepDefinition,
  type StepOutcome,
} from '#libs/operations';
import { readWorkspaceRow } from '../read-workspace-row.js';
import { dependencyKinds } from './dependency-kinds.js';
import { makingInput, type DependencyRole } from './dependency-role.js';
import { noteMade } from './made-dependency.repository.js';
import { madeSoFar, makingOf, makingOfTry, memoryKey, type Making } from './made-so-far.js';

/** So many names are tried; that all of them are taken by chance does not happen. */
const mostTries = 5;

/**
 * "make …": makes what a workspace leans on, where the request left it to Armature, and waits until it stands. A name
 * that somebody else has is another try.
 */
export const makeDependency = (role: DependencyRole): StepDefinition => ({
  name: `make ${dependencyKinds[role].noun}`,
  writes: true,
  async run(context): Promise<StepOutcome> {
    const { make } = readInput(makingInput, context.operation);
    if (!make.includes(role)) return { outcome: 'skipped', message: 'it was not asked for' };
    const { observation, arm, signal, memory } = context;
    const making = makingOf(memory, role) ?? makingOfTry(context, role, 0);
    if (observation?.by === 'lro' && observation.lro.state !== 'Succeeded')
      return failed(observation.lro);
    const body =
      observation?.by === 'resource' ? observation.body : await arm.get(making.armId, { signal });
    if (!body) return arriving(context, making) ?? send(context, role, making);
    if (operationTagOf(body) !== context.operation.id) return another(context, role, making);
    return standing(context, role, making, body);
  },
});

const arriving = (context: StepContext, { submittedAt }: Making): StepOutcome | undefined =>
  mayStillArrive({ ...context, memory: { ...context.memory, submittedAt } });

const failed = ({
  error,
  rawState,
}: Extract<LroObservation, { state: 'Failed' | 'Canceled' }>): StepOutcome => ({
  outcome: 'failed',
  error,
  rawState,
  memory: { submitting: false },
});

/** How what this operation made stands: a retry of what failed sends it again. */
function standing(
  context: StepContext,
  role: DependencyRole,
  making: Making,
  body: ArmBody,
): StepOutcome | Promise<StepOutcome> {
  const rawState = rawStateOf(body);
  const state = provisioningStateOf(rawState);
  const memory = { submitting: false, [memoryKey(role)]: making };
  if (state === 'SUCCEEDED') return { outcome: 'done', rawState, memory };
  if (state === 'DELETING') {
    const watch = { until: 'GONE', armId: making.armId } as const;
    return { outcome: 'wait', watch, message: 'somebody is deleting it', rawState, memory };
  }
  if (state !== 'FAILED') {
    const watch = { until: 'PRESENT', armId: making.armId } as const;
    const message = `Azure is making the ${dependencyKinds[role].noun}`;
    return { outcome: 'wait', watch, message, rawState, memory };
  }
  if (!context.observation && !context.memory.submitting) return send(context, role, making);
  return { outcome: 'failed', error: whyFailed(role, making, body), rawState, memory };
}

const whyFailed = (role: DependencyRole, { armId }: Making, body: ArmBody): ProvisioningError => ({
  code: 'PROVISIONING_FAILED',
  message: `The ${dependencyKinds[role].noun} of the workspace ended as ${rawStateOf(body)}, and Azure does not say why.`,
  retry: 'LATER',
  remedy: "Look at the resource group's activity log in Azure, then retry the operation.",
  target: armId,
});

async function send(
  context: StepContext,
  role: DependencyRole,
  making: Making,
): Promise<StepOutcome> {
  const unshared = await context.whyUnshared();
  if (unshared) return { outcome: 'failed', error: unshared, memory: { submitting: false } };
  const body = await bodyOf(context, role);
  const { operation, resource, arm, signal } = context;
  await context.store('noting what is made for a workspace', (sql) =>
    noteMade(sql, resource.id, { role, armId: making.armId, operationId: operation.id }),
  );
  const clientRequestId = randomUUID();
  const sending = { ...making, submittedAt: systemClock.now().toISOString() };
  await context.remember({ submitting: true, clientRequestId, [memoryKey(role)]: sending });
  try {
    const lro = await arm.put(making.armId, body, { clientRequestId, signal });
    return accepted(role, sending, lro);
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return notAccepted(context, role, sending, error);
  }
}

async function bodyOf(context: StepContext, role: DependencyRole): Promise<ArmBody> {
  const { datastoreAccess: access } = readInput(makingInput, context.operation);
  const made = madeSoFar(context.memory);
  const { location } = desiredOf(readWorkspaceRow, context.resource);
  const own = await dependencyKinds[role].body({ context, access, made });
  return { location: normaliseLocation(location), tags: newTags(context), ...own };
}

function accepted(role: DependencyRole, making: Making, lro: LroObservation): StepOutcome {
  if (lro.state === 'Failed' || lro.state === 'Canceled') return failed(lro);
  const { rawState } = lro;
  const memory = { submitting: false, [memoryKey(role)]: making };
  if (lro.state !== 'InProgress') return { outcome: 'done', rawState, memory };
  const { handle, retryAfterSeconds } = lro;
  const watch = {
    until: 'LRO',
    armId: making.armId,
    handle,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  } as const;
  const message = `Azure is making the ${dependencyKinds[role].noun}`;
  return { outcome: 'wait', watch, message, rawState, memory };
}

/** Whoever comes after an answer that was lost looks first. */
function notAccepted(
  context: StepContext,
  role: DependencyRole,
  making: Making,
  error: ArmError,
): StepOutcome {
  if (error.maybeAccepted && error.httpStatus === undefined) throw error;
  if (error.error.code === 'ALREADY_EXISTS') return another(context, role, making, error);
  switch (error.kind) {
    case 'aborted':
      throw error;
    case 'refused':
    case 'notFound':
      return { outcome: 'failed', error: error.error, memory: { submitting: false } };
    case 'throttled':
    case 'transient':
    case 'conflict':
      return againAfter(error, { submitting: error.maybeAccepted });
  }
}

/** Somebody else in the world has the name. */
function another(
  context: StepContext,
  role: DependencyRole,
  { armId, tries }: Making,
  said?: ArmError,
): StepOutcome {
  const { noun } = dependencyKinds[role];
  const error = said?.error ?? {
    code: 'ALREADY_EXISTS',
    message: `Azure has a ${noun} of this name, and this operation did not make it.`,
    retry: 'NEVER' as const,
    target: armId,
  };
  if (tries + 1 >= mostTries)
    return {
      outcome: 'failed',
      error: { ...error, retry: 'LATER' },
      memory: { submitting: false },
    };
  return {
    outcome: 'again',
    afterSeconds: 0,
    attempt: false,
    message: `the name ${armId.split('/').at(-1)} is taken; trying another one`,
    error,
    memory: { submitting: false, [memoryKey(role)]: makingOfTry(context, role, tries + 1) },
  };
}
