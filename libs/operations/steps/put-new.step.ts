import { isSettled, provisioningStateOf, rawStateOf } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import { isNameChecked, whenTaken } from './check-name.step.js';
import type { ResourceProfile } from './resource-profile.js';
import { mayStillArrive, sendWrite, type Write } from './send-write.js';
import { takenMeanwhile } from './step-failures.js';

/** "put …": makes the resource, once, whoever died in between. */
export const putNew = (profile: ResourceProfile): StepDefinition => ({
  name: `put ${profile.noun}`,
  writes: true,
  async run(context): Promise<StepOutcome> {
    const known = await lookFirst(context, profile);
    if (typeof known === 'object') return known;
    const mustBeNew = known === 'free' && context.memory.wrote !== true;
    return sendWrite(context, profile, creation(context, profile, mustBeNew));
  },
});

const creation = (context: StepContext, profile: ResourceProfile, mustBeNew: boolean): Write => ({
  verb: 'PUT',
  send: (call) => context.arm.put(context.resource.armId, profile.create(context), call),
  accepted: {
    provisioningState: 'CREATING',
    rawProvisioningState: 'Creating',
    provisioningErrors: [],
  },
  refused: (error) => ({
    provisioningState: 'FAILED',
    rawProvisioningState: 'Failed',
    provisioningErrors: [error],
  }),
  taken: (lro) =>
    mustBeNew && profile.tellsNew && lro.state === 'Succeeded' && lro.existed
      ? takenMeanwhile(profile, context.resource)
      : undefined,
});

/** A PUT went out before, or the name was checked long ago: what stands tells. Send it where that is nothing, or ours. */
async function lookFirst(
  context: StepContext,
  profile: ResourceProfile,
): Promise<StepOutcome | 'free' | 'ours'> {
  const { arm, resource, signal, memory } = context;
  if (memory['submittedAt'] === undefined && isNameChecked(memory)) return 'free';
  const body = await arm.get(resource.armId, { signal });
  if (!body) return mayStillArrive(context) ?? 'free';
  return whenTaken(context, profile, body) ?? adopt(context, body) ?? 'ours';
}

/**
 * Skips the PUT where this operation's earlier one is still under way, or ended after the worker that sent it had died. A
 * retry of one that ended sends it again.
 */
function adopt({ kinds, resource, memory }: StepContext, body: ArmBody): StepOutcome | undefined {
  const rawState = rawStateOf(body);
  if (!memory.submitting && isSettled(provisioningStateOf(rawState))) return undefined;
  return {
    outcome: 'done',
    message: 'found in Azure as this operation sent it',
    rawState,
    facts: kinds.observe(resource.kind, body),
    memory: { submitting: false },
  };
}
