import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isConnectionLost } from '#libs/database';
import { ArmError, type ArmPort } from '../arm.port.js';
import { maxDequeues } from '../decisions/backoff.rules.js';
import { leaseOperation, giveBackLease, type LeaseTaker } from '../leases/lease-operation.js';
import { stepNamed } from '../kind.rules.js';
import { withLeaseSignal } from '../leases/lease-signal.js';
import { OperationRun, type RunDependencies } from './operation-run.js';
import type { OperationStep } from '../operation-step.js';
import { CancelCame, runStep } from './run-step.js';
import { outcomeOfError } from '../decisions/step-failure.rules.js';
import {
  defaultStepLimitMs,
  keepToLimit,
  secondsWithinLimit,
} from '../decisions/step-limit.rules.js';
import { begin, deadLetter, record, type Verdict } from '../decisions/step-outcome.rules.js';
import { noPorts, type StepPorts } from '../step-ports.js';
import type { StepDefinition, StepOutcome } from '../step.js';
import { StoreFailed } from '../store-failed.js';
import { LeaseLost } from '../transitions/transition.js';
import { UnreadableRow } from '../unreadable-row.rules.js';

export interface AdvanceDependencies extends RunDependencies {
  /** Names the worker process in lease_owner. */
  workerName: string;
  arm: ArmPort;
  /** Absent: nothing but ARM can be asked. */
  ports?: StepPorts;
  /** How long a step may take, however often it is tried; a day where absent. */
  stepLimitMs?: number;
  /** From 0 to 1: spreads retries. */
  random(): number;
  /** Told how long a step took, from its first run to its end. */
  stepEnded(run: OperationRun, step: OperationStep): void;
  /** Told of errors that nobody foresaw; ids only, never a body. */
  unforeseen(error: unknown, operationId: string, stepName: string): void;
}

export type Advanced = 'nothing to do' | 'advanced' | 'lease lost';

/**
 * Takes the operation and runs its steps until one waits, has to come again, or the operation ends. May be called
 * at any time, any number of times, in any number of processes. Rejects only where the database does not answer:
 * what it held over a connection that was lost is given back over another, else the lease runs out by itself.
 */
export async function advanceOperation(
  deps: AdvanceDependencies,
  operationId: string,
  stopping: AbortSignal,
): Promise<Advanced> {
  const askedAtMs = deps.clock.monotonicMs();
  const leaseName = `${deps.workerName}-${randomBytes(4).toString('hex')}`;
  const { leaseMs } = deps;
  try {
    return await leaseAndRun(deps, operationId, { leaseName, leaseMs, askedAtMs }, stopping);
  } catch (error) {
    const cause = error instanceof StoreFailed ? error.cause : error;
    if (isConnectionLost(cause)) await giveBack(deps, operationId, leaseName, askedAtMs, stopping);
    throw error;
  }
}

async function leaseAndRun(
  deps: AdvanceDependencies,
  operationId: string,
  { askedAtMs, ...taker }: LeaseTaker & { askedAtMs: number },
  stopping: AbortSignal,
): Promise<Advanced> {
  const context = await leaseOperation(deps.pool, operationId, taker);
  if (!context) return 'nothing to do';
  if (!deps.kinds.knows(context.operation.kind, context.resource.kind)) {
    // Of a newer release: its own workers carry it out.
    await giveBackLease(deps.pool, operationId, taker.leaseName);
    return 'nothing to do';
  }
  const kind = deps.kinds.operation(context.operation.kind);
  const run = new OperationRun(deps, context, kind, askedAtMs);
  try {
    if (context.dequeues > maxDequeues) await giveUp(run, context.dequeues - 1);
    else while (await takeStep(deps, run, stopping));
    return 'advanced';
  } catch (error) {
    if (error instanceof LeaseLost) return 'lease lost';
    throw error;
  }
}

const giveBackEveryMs = 1_000;

/** If the answer was lost it is not known whether the lease was taken, and it may have long to run. */
async function giveBack(
  deps: AdvanceDependencies,
  operationId: string,
  leaseName: string,
  askedAtMs: number,
  stopping: AbortSignal,
): Promise<void> {
  const isHeld = (): boolean => deps.clock.monotonicMs() < askedAtMs + deps.leaseMs;
  while (isHeld() && !stopping.aborted) {
    const isFree = await giveBackLease(deps.pool, operationId, leaseName).then(
      () => true,
      () => false,
    );
    if (isFree) return;
    await sleep(giveBackEveryMs, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** No worker came back from the leases before: ends the operation, so that it stops taking workers down. */
async function giveUp(run: OperationRun, leases: number): Promise<void> {
  const error = deadLetter(run.step, leases);
  const step = run.step;
  if (step) run.replaceStep({ ...step, status: 'FAILED', error, completedAt: run.lease.now() });
  run.learn({ provisioningState: 'UNKNOWN', provisioningErrors: [error] });
  await run.settle({ is: 'failed', error });
}

/** Runs the current step and records what came of it. Answers whether another step can follow under this lease. */
async function takeStep(
  deps: AdvanceDependencies,
  run: OperationRun,
  stopping: AbortSignal,
): Promise<boolean> {
  const step = run.step;
  if (run.mustUndo || !step) return run.settle({ is: 'interrupted' });
  const definition = stepNamed(run.kind, step.name);
  if (!definition) throw new Error(`operation ${run.operation.id}: no step is named ${step.name}`);
  run.replaceStep(begin(step, run.lease.now()));
  const outcome = await outcomeOf(deps, run, definition, stopping);
  if (outcome === 'interrupted') return run.settle({ is: 'interrupted' });
  const verdict = recordOutcome(deps, run, definition, outcome);
  if (verdict.is === 'next' && !definition.writes && run.goOn()) return true;
  return run.settle(verdict);
}

async function outcomeOf(
  deps: AdvanceDependencies,
  run: OperationRun,
  definition: StepDefinition,
  stopping: AbortSignal,
): Promise<StepOutcome | 'interrupted'> {
  return withLeaseSignal(run.lease, stopping, async (signal) => {
    try {
      return await runStep(run, definition, deps.arm, deps.ports ?? noPorts, signal);
    } catch (error) {
      if (error instanceof LeaseLost || error instanceof StoreFailed) throw error;
      if (error instanceof CancelCame || signal.aborted) return 'interrupted';
      return foreseen(deps, run, definition, error);
    }
  });
}

function foreseen(
  deps: AdvanceDependencies,
  run: OperationRun,
  definition: StepDefinition,
  error: unknown,
): StepOutcome {
  const outcome = outcomeOfError(error, run.hasSent);
  if (!(error instanceof ArmError || error instanceof UnreadableRow))
    deps.unforeseen(error, run.operation.id, definition.name);
  return outcome;
}

function recordOutcome(
  deps: AdvanceDependencies,
  run: OperationRun,
  definition: StepDefinition,
  ran: StepOutcome,
): Verdict {
  const before = run.step as OperationStep;
  const now = run.lease.now();
  const { stepLimitMs = defaultStepLimitMs } = deps;
  const outcome = keepToLimit(before, ran, now, stepLimitMs);
  const { step, verdict: decided } = record(before, outcome, now, deps.random());
  const verdict = inTime(step, decided, now, stepLimitMs);
  run.replaceStep(step);
  if ('facts' in outcome) run.learn(outcome.facts);
  run.seen = outcome.outcome === 'done' ? outcome.seen : undefined;
  const accepted = outcome.outcome === 'done' || outcome.outcome === 'wait';
  if (definition.writes && accepted && before.memory.submitting) {
    run.note('submitted', { step: step.name });
  }
  if (verdict.is === 'failed' && outcome.outcome !== 'failed') {
    run.learn({ provisioningState: 'UNKNOWN', provisioningErrors: [verdict.error] });
  }
  if (verdict.is === 'next') deps.stepEnded(run, step);
  return verdict;
}

/** What comes again does so before its step has taken too long, to end then. */
const inTime = (step: OperationStep, verdict: Verdict, now: Date, limitMs: number): Verdict =>
  verdict.is === 'again'
    ? { ...verdict, afterSeconds: secondsWithinLimit(step, verdict.afterSeconds, now, limitMs) }
    : verdict;
