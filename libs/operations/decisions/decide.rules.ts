import type { ProvisioningError } from '#libs/kernel';
import type { ResourceFacts } from '#libs/resources';
import {
  cancelSteps,
  compensationSteps,
  mayBeLeft,
  toSentStep,
  wasSent,
} from './cancellation.rules.js';
import { isCompensation } from '../kind.rules.js';
import type { Due } from '../transitions/operation-change.js';
import type { OperationEvent } from '../operation.machine.js';
import type { OperationStatus } from '../operation.js';
import type { OperationStep } from '../operation-step.js';
import type { OperationDefinition, WatchRequest } from '../step.js';
import type { Verdict } from './step-outcome.rules.js';

/** What a verdict is weighed against. `status` is the row's own, `steps` have the run recorded. */
export interface Situation {
  status: OperationStatus;
  currentStep: number;
  steps: readonly OperationStep[];
  kind: OperationDefinition;
  now: Date;
}

/** What becomes of the operation. `goesOn`: the next step can run under the same lease. */
export interface NextMove {
  events: readonly OperationEvent[];
  currentStep: number;
  /** Steps that change beside the one that ran. */
  steps: readonly OperationStep[];
  due: Due;
  goesOn: boolean;
  error: ProvisioningError | null;
  watch?: WatchRequest | 'none';
  facts?: ResourceFacts;
}

/** Seconds before something is undone whose sending nobody heard an answer to: ARM may still be accepting it. */
const settleSeconds = 10;

/** What follows from a verdict on the current step; a cancel that came meanwhile goes first. Pure. */
export function decide(situation: Situation, verdict: Verdict): NextMove {
  return undoes(situation) ? cancel(situation, verdict) : follow(situation, verdict);
}

/** True where a cancel was asked for and the current step is not yet one that undoes. */
export function undoes({ status, kind, steps, currentStep }: Situation): boolean {
  const name = steps[currentStep]?.name;
  return status === 'CANCELING' && (name === undefined || !isCompensation(kind, name));
}

function follow(situation: Situation, verdict: Verdict): NextMove {
  const { currentStep, steps } = situation;
  const stay = { events: started(situation), currentStep, steps: [], goesOn: false, error: null };
  switch (verdict.is) {
    case 'next':
      return next(situation);
    case 'waiting':
      return { ...stay, due: whileWatched(verdict), watch: verdict.watch };
    case 'again':
      return { ...stay, due: { afterSeconds: verdict.afterSeconds } };
    case 'interrupted':
      return { ...stay, due: settled(steps[currentStep]) };
    case 'failed':
      return { ...ended(situation, 'fail'), error: verdict.error };
  }
}

function next(situation: Situation): NextMove {
  const { currentStep, steps, kind } = situation;
  if (currentStep + 1 < steps.length) {
    const events = started(situation);
    return {
      events,
      currentStep: currentStep + 1,
      steps: [],
      due: 'now',
      goesOn: true,
      error: null,
    };
  }
  const undone = isCompensation(kind, steps[currentStep]?.name ?? '');
  return undone ? canceled(situation) : ended(situation, 'succeed');
}

function cancel(situation: Situation, verdict: Verdict): NextMove {
  const { steps, kind, now, currentStep } = situation;
  if (!wasSent(steps.map(toSentStep), kind)) return canceled(situation);
  const appended = compensationSteps(steps, kind);
  if (appended.length === 0)
    return mayBeLeft(steps, kind) ? left(situation) : follow(situation, verdict);
  return {
    events: [],
    currentStep: appended[0]?.position ?? currentStep,
    steps: [...cancelSteps(steps, now), ...appended],
    due: settled(steps[currentStep]),
    goesOn: false,
    error: null,
    watch: 'none',
  };
}

/** What was done stays as it is. */
const left = (situation: Situation): NextMove => ({
  ...ended(situation, 'stop'),
  steps: cancelSteps(situation.steps, situation.now),
});

function canceled(situation: Situation): NextMove {
  const { kind, steps, now } = situation;
  return {
    ...ended(situation, 'stop'),
    steps: cancelSteps(steps, now),
    ...(kind.onCanceled && { facts: kind.onCanceled }),
  };
}

function ended(situation: Situation, event: OperationEvent): NextMove {
  return {
    events: [...started(situation), event],
    currentStep: situation.currentStep,
    steps: [],
    due: 'watched',
    goesOn: false,
    error: null,
    watch: 'none',
  };
}

const whileWatched = ({ againAfterSeconds }: Extract<Verdict, { is: 'waiting' }>): Due =>
  againAfterSeconds === undefined ? 'watched' : { afterSeconds: againAfterSeconds };

const started = ({ status }: Situation): OperationEvent[] => (status === 'QUEUED' ? ['start'] : []);

/** Where nobody heard an answer, ARM may still be accepting what was sent. */
function settled(step: OperationStep | undefined): Due {
  const unanswered =
    step?.memory.submitting === true && !step.memory.handle && step.status === 'RUNNING';
  return unanswered ? { afterSeconds: settleSeconds } : 'now';
}
