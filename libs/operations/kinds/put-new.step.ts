import { isSettled, observeResource, provisioningStateOf, rawStateOf } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import { isNameChecked, whenTaken } from './check-name.step.js';
import type { ResourceProfile } from './resource-profile.js';
import { mayStillArrive, sendWrite, type Write } from './send-write.js';

/** "put …": makes the resource, once, whoever died in between. */
export const putNew = (profile: ResourceProfile): StepDefinition => ({
  name: `put ${profile.noun}`,
  writes: true,
  async run(context): Promise<StepOutcome> {
    const known = await lookFirst(context, profile);
    return known ?? sendWrite(context, profile, creation(context, profile));
  },
});

const creation = (context: StepContext, profile: ResourceProfile): Write => ({
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
});

/** A PUT went out before, or the name was checked long ago: what stands tells. Undefined: send it. */
async function lookFirst(
  context: StepContext,
  profile: ResourceProfile,
): Promise<StepOutcome | undefined> {
  const { arm, resource, signal, memory } = context;
  if (memory['submittedAt'] === undefined && isNameChecked(memory)) return undefined;
  const body = await arm.get(resource.armId, { signal });
  if (!body) return mayStillArrive(context);
  return whenTaken(context, profile, body) ?? adopt(context, body);
}

/** What is ours and under way, or the end of what a dead worker sent, is not sent again; a retry over what ended is. */
function adopt({ resource, memory }: StepContext, body: ArmBody): StepOutcome | undefined {
  const rawState = rawStateOf(body);
  if (!memory.submitting && isSettled(provisioningStateOf(rawState))) return undefined;
  return {
    outcome: 'done',
    message: 'found in Azure as this operation sent it',
    rawState,
    facts: observeResource(resource.kind, body),
    memory: { submitting: false },
  };
}
