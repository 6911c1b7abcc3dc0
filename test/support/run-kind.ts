import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { ProvisioningError } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import type { CostTag, Resource, ResourceFacts } from '#libs/resources';
import {
  noPorts,
  type ArmPort,
  type OperationDefinition,
  type StepContext,
  type StepDefinition,
  type StepMemory,
  type StepOutcome,
  type StepPorts,
  type WatchObservation,
  type WatchRequest,
} from '#libs/operations';

export interface KindRun {
  arm: ArmPort;
  ports?: StepPorts;
  resource: Resource;
  ancestors?: readonly Resource[];
  costTags?: readonly CostTag[];
  operationId?: string;
  input?: Record<string, unknown>;
  /** What an earlier run of the first step left. */
  memory?: StepMemory;
}

export interface KindRunResult {
  /** The steps that ended well. */
  done: string[];
  /** Messages of runs that are to be repeated. */
  again: string[];
  error?: ProvisioningError;
  /** The target's row as the facts left it. */
  resource: Resource;
}

/** A row as a use case would have written it. */
export const resourceForTests = (
  row: Pick<Resource, 'kind' | 'name' | 'armId' | 'desired'> & Partial<Resource>,
): Resource => ({
  id: randomUUID(),
  teamId: randomUUID(),
  parentId: null,
  subscriptionId: row.armId.split('/')[2] ?? '',
  location: 'eastus',
  version: 1,
  provisioningState: 'CREATING',
  rawProvisioningState: 'Creating',
  provisioningErrors: [],
  observed: null,
  createdById: null,
  createdAt: new Date(),
  observedAt: null,
  goneAt: null,
  ...row,
});

/** What a step is told, with everything that does not matter filled in. */
export function contextForStep(run: KindRun, memory: StepMemory = {}): StepContext {
  const { arm, resource, ancestors = [], costTags = [], operationId = randomUUID() } = run;
  const context: StepContext = {
    operation: {
      id: operationId,
      kind: 'COMPUTE_CLUSTER_CREATE',
      status: 'RUNNING',
      targetId: resource.id,
      targetName: resource.name,
      teamId: resource.teamId,
      requestedById: randomUUID(),
      idempotencyKey: null,
      input: run.input ?? {},
      currentStep: 0,
      error: null,
      cancelRequestedAt: null,
      channel: 'graphql',
      requestId: 'request-1',
      createdAt: new Date(),
      startedAt: new Date(),
      completedAt: null,
      version: 1,
      fence: 1,
    },
    resource,
    ancestors,
    costTags,
    arm,
    memory,
    ports: run.ports ?? noPorts,
    signal: new AbortController().signal,
    kinds,
    store: async <T>() => [] as T,
    whyUnshared: async () => undefined,
    remember: async (more) => void Object.assign(memory, more),
  };
  return context;
}

/** Runs steps one after the other as the engine would, without a database: waits by asking ARM, hands memory on. */
export async function runSteps(
  steps: readonly StepDefinition[],
  run: KindRun,
): Promise<KindRunResult> {
  const operationId = run.operationId ?? randomUUID();
  const result: KindRunResult = { done: [], again: [], resource: run.resource };
  let handedOn: StepMemory = run.memory ?? {};
  for (const step of steps) {
    const memory = { ...handedOn };
    const outcome = await runStep(step, { ...run, operationId }, memory, result);
    if (outcome.outcome === 'failed') return { ...result, error: outcome.error };
    result.done.push(step.name);
    const { submitting: _submitting, clientRequestId: _id, ...rest } = memory;
    handedOn = rest;
  }
  return result;
}

export const runKind = (kind: OperationDefinition, run: KindRun): Promise<KindRunResult> =>
  runSteps(kind.steps, run);

const mostRuns = 30;

async function runStep(
  step: StepDefinition,
  run: KindRun,
  memory: StepMemory,
  result: KindRunResult,
): Promise<StepOutcome> {
  let observation: WatchObservation | undefined;
  for (let runs = 0; runs < mostRuns; runs += 1) {
    const context = contextForStep({ ...run, resource: result.resource }, memory);
    const outcome = await step.run({ ...context, ...(observation && { observation }) });
    if ('facts' in outcome) result.resource = withFacts(result.resource, outcome.facts);
    if ('memory' in outcome) Object.assign(memory, outcome.memory);
    if (outcome.outcome === 'again') {
      result.again.push(outcome.message);
      await sleep(20);
    }
    observation = outcome.outcome === 'wait' ? await watch(run.arm, outcome.watch) : undefined;
    if (!['again', 'more', 'wait'].includes(outcome.outcome)) return outcome;
  }
  throw new Error(`${step.name} goes round in circles: ${result.again.join('; ')}`);
}

function withFacts(resource: Resource, facts: ResourceFacts | undefined): Resource {
  const { gone, ...rest } = facts ?? {};
  return { ...resource, ...rest, ...(gone && { goneAt: new Date() }) };
}

async function watch(
  arm: ArmPort,
  { until, armId, handle }: WatchRequest,
): Promise<WatchObservation> {
  for (;;) {
    if (until === 'LRO' && handle) {
      const lro = await arm.poll(handle);
      if (lro.state !== 'InProgress' && lro.state !== 'Unreadable') return { by: 'lro', lro };
      if (lro.state === 'InProgress') await sleep(10);
      if (lro.state === 'InProgress') continue;
    }
    const body = await arm.get(armId);
    if (!body || (until !== 'GONE' && isOver(body))) return { by: 'resource', body };
    await sleep(10);
  }
}

const isOver = (body: Record<string, unknown>): boolean =>
  ['Succeeded', 'Failed', 'Canceled'].includes(
    (body['properties'] as { provisioningState?: string } | undefined)?.provisioningState ??
      'Succeeded',
  );
