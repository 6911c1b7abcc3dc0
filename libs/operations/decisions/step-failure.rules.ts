import { ArmError } from '../arm.port.js';
import type { StepMemory, StepOutcome } from '../step.js';
import { whyUnread } from '../unread.rules.js';
import { unreadable, UnreadableRow } from '../unreadable-row.rules.js';

/**
 * The outcome of a run that threw. Throttling, 5xx and resets are no attempts
 * (docs/operation-engine.md#numbers-that-decide); what ARM will refuse again, and what cannot be read, fails the step;
 * anything else is our own mistake and counts as a try. `sent`: Azure may have taken what the operation sent; that
 * nobody may look at it now then says nothing about what becomes of it.
 */
export function outcomeOfError(error: unknown, sent: boolean): StepOutcome {
  if (error instanceof UnreadableRow) return { outcome: 'failed', error: unreadable(error, sent) };
  return error instanceof ArmError ? outcomeOfArmError(error, sent) : outcomeOfBug(error);
}

function outcomeOfArmError(error: ArmError, sent: boolean): StepOutcome {
  if (sent && mayNotLook(error)) return { ...againAfter(error), message: whyUnread(error.error) };
  switch (error.kind) {
    case 'throttled':
    case 'transient':
    case 'aborted':
    case 'conflict':
      return againAfter(error);
    case 'notFound':
    case 'refused':
      return { outcome: 'failed', error: error.error };
  }
}

/** A role or a credential is given back as it was taken away (docs/azure-facts.md#rights-come-back). */
const mayNotLook = ({ kind, httpStatus }: ArmError): boolean =>
  kind === 'refused' && (httpStatus === 401 || httpStatus === 403);

type Again = Extract<StepOutcome, { outcome: 'again' }>;

/** Seconds before what another operation stands in the way of is sent again for the first time. */
const conflictSeconds = 15;

/** Once more, as long after as Azure asks for: what passes, or may pass, by itself. */
export const againAfter = (error: ArmError, memory?: Partial<StepMemory>): Again => ({
  outcome: 'again',
  afterSeconds: error.retryAfterSeconds ?? 0,
  ...(error.kind === 'conflict' && { growsFromSeconds: conflictSeconds }),
  attempt: false,
  message: error.message,
  error: error.error,
  ...(memory && { memory }),
});

/** The message of an unforeseen error stays in the log: it may name what no client should see. */
function outcomeOfBug(error: unknown): StepOutcome {
  const name = error instanceof Error ? error.name : typeof error;
  const message = `an unforeseen ${name} in Armature itself; the worker's log has it`;
  return { outcome: 'again', afterSeconds: 0, attempt: true, message };
}
