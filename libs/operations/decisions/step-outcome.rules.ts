import type { ProvisioningError } from '#libs/kernel';
import { backoffSeconds, maxAttempts } from './backoff.rules.js';
import type { EngineMemory, OperationStep } from '../operation-step.js';
import { messageOf } from '../unread.rules.js';
import type { StepOutcome, WatchRequest } from '../step.js';

/** What follows for the operation from one run of its current step. */
export type Verdict =
  | { is: 'next' }
  | { is: 'waiting'; watch: WatchRequest; againAfterSeconds?: number }
  | { is: 'again'; afterSeconds: number }
  | { is: 'failed'; error: ProvisioningError }
  /** The run was given up before it sent anything: a cancel came, or the worker stops. */
  | { is: 'interrupted' };

export interface Recorded {
  step: OperationStep;
  verdict: Verdict;
}

/** The step as it begins a run: first tries count from one. */
export const begin = (step: OperationStep, now: Date): OperationStep => ({
  ...step,
  status: 'RUNNING',
  attempt: Math.max(1, step.attempt),
  startedAt: step.startedAt ?? now,
});

/** The step after the run, and what follows for the operation. `random` is from 0 to 1. */
export function record(
  step: OperationStep,
  outcome: StepOutcome,
  now: Date,
  random: number,
): Recorded {
  switch (outcome.outcome) {
    case 'done':
      return { step: { ...end(step, outcome, now), status: 'SUCCEEDED' }, verdict: { is: 'next' } };
    case 'skipped':
      return { step: { ...end(step, outcome, now), status: 'SKIPPED' }, verdict: { is: 'next' } };
    case 'wait':
      return waiting(step, outcome);
    case 'more':
      return { step: say(step, outcome), verdict: { is: 'again', afterSeconds: 0 } };
    case 'again':
      return again(step, outcome, now, random);
    case 'failed':
      return failed(step, outcome, now);
  }
}

type Said = { message?: string; rawState?: string; memory?: Partial<EngineMemory> };

/** What the run left behind; the observation it followed is used up. */
function say(step: OperationStep, said: Said): OperationStep {
  const { observation: _used, againCount: _ended, unread: _read, ...kept } = step.memory;
  return {
    ...step,
    message: said.message ?? null,
    rawState: said.rawState ?? step.rawState,
    memory: { ...kept, ...said.memory },
  };
}

const end = (step: OperationStep, said: Said, now: Date): OperationStep => ({
  ...say(step, said),
  completedAt: now,
});

function waiting(
  step: OperationStep,
  outcome: Extract<StepOutcome, { outcome: 'wait' }>,
): Recorded {
  const { watch, againAfterSeconds } = outcome;
  return {
    step: { ...keepUnread(step, say(step, outcome)), status: 'WAITING' },
    verdict: {
      is: 'waiting',
      watch,
      ...(againAfterSeconds !== undefined && { againAfterSeconds }),
    },
  };
}

/** A step that came back before anybody could read more of what it waits for goes on saying so. */
function keepUnread(before: OperationStep, said: OperationStep): OperationStep {
  const { unread, observation } = before.memory;
  if (!unread || observation) return said;
  const still = { ...unread, said: said.message ?? '' };
  return { ...said, message: messageOf(still), memory: { ...said.memory, unread: still } };
}

function again(
  step: OperationStep,
  outcome: Extract<StepOutcome, { outcome: 'again' }>,
  now: Date,
  random: number,
): Recorded {
  if (outcome.attempt && step.attempt >= maxAttempts) {
    return failed(step, { error: exhausted(step, outcome.message) }, now);
  }
  const runsBefore = step.memory.againCount ?? 0;
  const said = say(step, outcome);
  return {
    step: {
      ...said,
      attempt: step.attempt + (outcome.attempt ? 1 : 0),
      memory: { ...said.memory, againCount: runsBefore + 1 },
    },
    verdict: {
      is: 'again',
      afterSeconds: backoffSeconds(
        outcome.afterSeconds,
        runsBefore,
        random,
        outcome.growsFromSeconds,
      ),
    },
  };
}

function failed(
  step: OperationStep,
  { error, ...left }: Pick<Said, 'rawState' | 'memory'> & { error: ProvisioningError },
  now: Date,
): Recorded {
  const said = say(step, { ...left, message: error.message });
  return {
    step: { ...said, status: 'FAILED', completedAt: now, error },
    verdict: { is: 'failed', error },
  };
}

const exhausted = (step: OperationStep, message: string): ProvisioningError => ({
  code: 'ATTEMPTS_EXHAUSTED',
  message: `${step.name}: ${maxAttempts} tries, the last one: ${message}`,
  retry: 'LATER',
  remedy: 'Look at the last message, mend what it names, then retry the operation.',
});

/** What an operation fails with when no worker came back from its leases. */
export const deadLetter = (step: OperationStep | undefined, leases: number): ProvisioningError => ({
  code: 'DEAD_LETTER',
  message: `${step?.name ?? 'the operation'}: taken ${leases} times, and no worker lived to say how it went`,
  retry: 'LATER',
  remedy:
    "Look for crashes in the worker's log at the times of the claims, then retry the operation.",
});
