import { provisioningStateOf, rawStateOf } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import { isOurs, wroteIt } from './ownership.js';
import type { ResourceProfile } from './resource-profile.js';
import { sendWrite } from './send-write.js';
import { failureMark } from './standing-failure.js';
import { notOurs } from './step-failures.js';

/** "delete …": succeeds if the resource is not there, and never deletes one that is not ours. */
export const deleteIt = (profile: ResourceProfile): StepDefinition => ({
  name: `delete ${profile.noun}`,
  writes: true,
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal } = context;
    const body = await arm.get(resource.armId, { signal });
    if (!body && !profile.deletesHidden?.(context)) return nothingThere;
    if (body && !isOurs(context, body)) {
      return { outcome: 'failed', error: notOurs(profile.noun, resource) };
    }
    const error = body && profile.belongsToOther?.(body);
    if (error) return { outcome: 'failed', error };
    return goingAlready(body) ?? sendDeletion(context, profile, body);
  },
});

/** "remove …": undoes a create. Only what this very operation wrote goes. */
export const undoCreation = (profile: ResourceProfile): StepDefinition => ({
  name: `remove ${profile.noun}`,
  writes: true,
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal } = context;
    const body = await arm.get(resource.armId, { signal });
    if (!body || !wroteIt(context, body)) return nothingThere;
    return goingAlready(body) ?? sendDeletion(context, profile, body);
  },
});

const nothingThere: StepOutcome = {
  outcome: 'done',
  message: 'there is nothing to delete in Azure',
  memory: { nothingThere: true },
};

function goingAlready(body: ArmBody | undefined): StepOutcome | undefined {
  const rawState = body && rawStateOf(body);
  if (rawState === undefined || provisioningStateOf(rawState) !== 'DELETING') return undefined;
  const memory = { submitting: false };
  return { outcome: 'done', message: 'Azure is deleting it already', rawState, memory };
}

async function sendDeletion(
  context: StepContext,
  profile: ResourceProfile,
  body: ArmBody | undefined,
): Promise<StepOutcome> {
  const standing = body ? context.kinds.observe(context.resource.kind, body) : {};
  const error = await profile.keeps?.(context);
  if (error) return { outcome: 'failed', error, facts: standing };
  return sendWrite(rememberingFailure(context, body), profile, {
    verb: 'DELETE',
    send: (call) => context.arm.delete(context.resource.armId, profile.deletion(context), call),
    accepted: { provisioningState: 'DELETING', rawProvisioningState: 'Deleting' },
    refused: () => standing,
  });
}

/**
 * An older failure is not this deletion's, although Azure goes on showing it for a while. Its mark tells it
 * apart.
 */
function rememberingFailure(context: StepContext, body: ArmBody | undefined): StepContext {
  const { memory } = context;
  const sentBefore = memory.submitting === true && memory['failedAs'] !== undefined;
  const failedAs = sentBefore ? memory['failedAs'] : body ? failureMark(body) : null;
  return {
    ...context,
    remember: (more, timeoutMs) => context.remember({ ...more, failedAs }, timeoutMs),
  };
}
