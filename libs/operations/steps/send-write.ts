import { randomUUID } from 'node:crypto';
import { systemClock, type ProvisioningError } from '#libs/kernel';
import type { ResourceFacts } from '#libs/resources';
import { ArmError, type ArmCall, type LroObservation } from '../arm.port.js';
import { againAfter } from '../decisions/step-failure.rules.js';
import type { StepContext, StepOutcome } from '../step.js';
import type { ResourceProfile } from './resource-profile.js';

/** How long a request whose answer was lost may still be on its way to ARM. */
const settleMs = 10_000;

export interface Write {
  verb: 'PUT' | 'DELETE' | 'POST';
  /** Sends it, once. */
  send(call: ArmCall): Promise<LroObservation>;
  /** How the resource stands once ARM has accepted it. */
  accepted: ResourceFacts;
  /** How it stands where ARM refuses. */
  refused(error: ArmError['error']): ResourceFacts;
  /**
   * Why a PUT that ARM accepted is not this operation's all the same; called once ARM has answered it as
   * done.
   */
  taken?(lro: LroObservation): Promise<ProvisioningError | undefined>;
}

/**
 * Sends a write to ARM and answers what became of it: `done` with the handle in memory once it is accepted. That it
 * is about to be sent is committed first, so that whoever comes after a crash looks before sending again
 * (docs/operation-engine.md#one-round). Where no answer came, the memory stays "submitting". What the team may no
 * longer use is not sent, nor sent again.
 */
export async function sendWrite(
  context: StepContext,
  profile: ResourceProfile,
  write: Write,
): Promise<StepOutcome> {
  const unshared = await context.whyUnshared();
  if (unshared) return { outcome: 'failed', error: unshared, memory: { submitting: false } };
  const clientRequestId = randomUUID();
  const submittedAt = systemClock.now().toISOString();
  const wroteBefore = context.memory.wrote === true;
  const wrote = wroteBefore || write.verb === 'PUT';
  await context.remember({ submitting: true, clientRequestId, submittedAt, wrote });
  let lro: LroObservation;
  try {
    lro = await write.send({ clientRequestId, signal: context.signal });
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return error.maybeAccepted ? unknown(error) : notAccepted(error, profile, write, wroteBefore);
  }
  return accepted(lro, profile, write);
}

async function accepted(
  lro: LroObservation,
  profile: ResourceProfile,
  write: Write,
): Promise<StepOutcome> {
  if (lro.state === 'Failed' || lro.state === 'Canceled') {
    const error = profile.explain?.(lro.error) ?? lro.error;
    const memory = { submitting: false };
    return {
      outcome: 'failed',
      error,
      rawState: lro.rawState,
      facts: write.refused(error),
      memory,
    };
  }
  const { rawState } = lro;
  const error = await write.taken?.(lro);
  if (error) return noneOfOurs(error, rawState);
  const memory = {
    submitting: false,
    ...(lro.state === 'InProgress' && { handle: lro.handle }),
    ...('retryAfterSeconds' in lro && { retryAfterSeconds: lro.retryAfterSeconds }),
  };
  return { outcome: 'done', rawState, facts: write.accepted, memory };
}

/** Fails the operation, because the resource in Azure is not its own. */
export const noneOfOurs = (error: ProvisioningError, rawState: string): StepOutcome => ({
  outcome: 'failed',
  error,
  rawState,
  facts: { gone: true },
  memory: {
    submitting: false,
    wrote: false,
  },
});

/**
 * Looks before it sends again. A request that was answered, if only by a 5xx, is no longer on its way, so the
 * resource shows at once whether it was done.
 */
function unknown(error: ArmError): StepOutcome {
  if (error.httpStatus === undefined) throw error;
  return againAfter(error, { submittedAt: null });
}

/** ARM said no: refusals end the step, anything that passes is tried again without a look. Nothing was written by it. */
function notAccepted(
  error: ArmError,
  profile: ResourceProfile,
  write: Write,
  wrote: boolean,
): StepOutcome {
  switch (error.kind) {
    case 'aborted':
      throw error;
    case 'refused':
    case 'notFound': {
      const why = profile.explain?.(error.error) ?? error.error;
      const memory = { submitting: false, wrote };
      return { outcome: 'failed', error: why, facts: write.refused(why), memory };
    }
    case 'throttled':
    case 'transient':
    case 'conflict':
      return againAfter(error, { submitting: false, wrote });
  }
}

/**
 * Waits for a write that may still arrive, and looks again afterwards. Undefined if none was sent, or long
 * ago.
 */
export function mayStillArrive({ memory }: StepContext): StepOutcome | undefined {
  const sentAt = Date.parse(String(memory['submittedAt']));
  const restMs = memory.submitting ? sentAt + settleMs - systemClock.now().getTime() : 0;
  if (!(restMs > 0)) return undefined;
  return {
    outcome: 'again',
    afterSeconds: Math.ceil(Math.min(restMs, settleMs) / 1000),
    attempt: false,
    message: 'no answer came from Azure; looking whether it arrived',
  };
}
