import type { ProvisioningError } from '#libs/kernel';
import type { OperationStep } from '../operation-step.js';
import type { StepOutcome } from '../step.js';
import { messageOf } from '../unread.rules.js';

const hourMs = 3_600_000;

/** How long a step may take unless the configuration says otherwise. */
export const defaultStepLimitMs = 24 * hourMs;

type Open = Extract<StepOutcome, { outcome: 'wait' | 'again' }>;

/** The outcome, or the failure that it becomes where the step has taken longer than it may without an end in sight. */
export function keepToLimit(
  step: OperationStep,
  outcome: StepOutcome,
  now: Date,
  limitMs: number,
): StepOutcome {
  if (outcome.outcome !== 'wait' && outcome.outcome !== 'again') return outcome;
  const tookMs = now.getTime() - (step.startedAt ?? now).getTime();
  if (tookMs < limitMs) return outcome;
  const error = stepTimeout(step, outcome, tookMs);
  const facts = 'facts' in outcome ? outcome.facts : undefined;
  return {
    outcome: 'failed',
    error,
    facts: { provisioningState: 'UNKNOWN', ...facts, provisioningErrors: [error] },
    ...('rawState' in outcome && outcome.rawState && { rawState: outcome.rawState }),
    ...(outcome.memory && { memory: outcome.memory }),
  };
}

/** Seconds until the step runs again: no later than its time is up. */
export function secondsWithinLimit(
  { startedAt }: OperationStep,
  afterSeconds: number,
  now: Date,
  limitMs: number,
): number {
  const leftMs = (startedAt ?? now).getTime() + limitMs - now.getTime();
  return Math.min(afterSeconds, Math.max(0, leftMs) / 1_000);
}

function stepTimeout(step: OperationStep, outcome: Open, tookMs: number): ProvisioningError {
  const { unread } = step.memory;
  const said = unread ? messageOf({ ...unread, said: outcome.message }) : outcome.message;
  const last = (outcome.outcome === 'again' ? outcome.error : undefined) ?? unread?.error;
  return {
    code: 'STEP_TIMEOUT',
    message: `${step.name}: not over after ${inWords(tookMs)}, which is as long as a step may take. Last seen: ${said}`,
    retry: 'LATER',
    remedy: `${last?.remedy ?? "Look at the resource in Azure and at its group's activity log."} Then retry the operation, or delete the resource.`,
    ...(last?.target !== undefined && { target: last.target }),
    ...(last?.armRequestId !== undefined && { armRequestId: last.armRequestId }),
    ...(last && { details: [last] }),
  };
}

function inWords(ms: number): string {
  const hours = ms / hourMs;
  if (hours < 1) return `${Math.ceil(ms / 60_000)} minutes`;
  return `${Math.round(hours * 10) / 10} hours`;
}
