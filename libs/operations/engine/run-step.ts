import type { ArmPort } from '../arm.port.js';
import { leasedArm } from '../leases/leased-arm.js';
import type { OperationRun } from './operation-run.js';
import type { EngineMemory } from '../operation-step.js';
import { StoreFailed } from '../store-failed.js';
import { memoryFor } from '../decisions/step-memory.rules.js';
import type { StepPorts } from '../step-ports.js';
import type { StepContext, StepDefinition, StepMemory, StepOutcome } from '../step.js';
import { LeaseLost } from '../transitions/transition.js';

const defaultTimeoutMs = 10_000;

/** A cancel came, or the worker stops, before this was sent: the run ends here. */
export class CancelCame extends Error {
  override readonly name = 'CancelCame';
}

/**
 * Runs the current step once. Rejects with what the step threw, or LeaseLost, CancelCame or StoreFailed, whatever
 * the step made of them.
 */
export async function runStep(
  run: OperationRun,
  definition: StepDefinition,
  arm: ArmPort,
  ports: StepPorts,
  signal: AbortSignal,
): Promise<StepOutcome> {
  let givenUp: Error | undefined;
  const remember = async (memory: Partial<StepMemory>, timeoutMs = defaultTimeoutMs) => {
    try {
      await commitMemory(run, memory, timeoutMs);
      if (signal.aborted) throw new CancelCame('the worker stops');
    } catch (error) {
      givenUp = known(error);
      throw givenUp;
    }
  };
  const outcome = await definition
    .run(contextOf(run, leasedArm(arm, run.lease, run.operation.teamId), ports, signal, remember))
    .catch((error: unknown) => Promise.reject(givenUp ?? error));
  // A step that swallowed the refusal must not go on as if it had been allowed to send.
  if (givenUp) throw givenUp;
  return outcome;
}

function known(error: unknown): Error {
  if (error instanceof LeaseLost || error instanceof CancelCame) return error;
  return new StoreFailed('committing what a step is about to send', { cause: error });
}

async function commitMemory(
  run: OperationRun,
  memory: Partial<EngineMemory>,
  timeoutMs: number,
): Promise<void> {
  const step = run.step;
  if (!step) throw new Error(`operation ${run.operation.id}: no step to remember for`);
  run.replaceStep({ ...step, memory: { ...step.memory, ...memory } });
  while (!(await run.keep())) {
    if (!run.mustUndo) continue;
    run.replaceStep(step);
    throw new CancelCame(run.operation.id);
  }
  const neededMs = Math.min(timeoutMs, run.lease.usualRequestMs());
  if (run.lease.longestRequestMs() < neededMs) throw new LeaseLost(run.operation.id);
}

function contextOf(
  run: OperationRun,
  arm: ArmPort,
  ports: StepPorts,
  signal: AbortSignal,
  remember: StepContext['remember'],
): StepContext {
  const observation = run.step?.memory.observation;
  return {
    operation: run.operation,
    resource: run.resource,
    ancestors: run.context.ancestors,
    // Those that it carried in Azure stay there as they are by now (ADR 0065).
    costTags: run.context.costTags.filter(({ source }) => source !== 'AZURE'),
    arm,
    ports,
    signal,
    memory: memoryFor(run.kind, run.steps, run.operation.currentStep),
    ...(observation && { observation }),
    ...(run.seen && { seen: run.seen }),
    kinds: run.kinds,
    store: (what, work) => run.store(what, work),
    whyUnshared: () => run.whyUnshared(),
    remember,
  };
}
