import type { ProvisioningError } from '#libs/kernel';
import { isSettled, provisioningStateOf, rawStateOf } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import { isNameChecked, whenTaken } from './check-name.step.js';
import type { ResourceProfile } from './resource-profile.js';
import { mayStillArrive, noneOfOurs, sendWrite, type Write } from './send-write.js';
import { takenMeanwhile } from './step-failures.js';

/** "put …": makes the resource, once, whoever died in between. */
export const putNew = (profile: ResourceProfile): StepDefinition => ({
  name: `put ${profile.noun}`,
  writes: true,
  async run(context): Promise<StepOutcome> {
    const known = await lookFirst(context, profile);
    if (typeof known === 'object') return known;
    const before = context.memory.wrote === true ? 'unheard' : 'never';
    return sendWrite(
      context,
      profile,
      creation(context, profile, known === 'ours' ? 'seen' : before),
    );
  },
});

/** What is known of PUTs of this operation before: whether one arrived. */
type Sent = 'never' | 'unheard' | 'seen';

const creation = (context: StepContext, profile: ResourceProfile, sent: Sent): Write => ({
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
  taken: async (lro) => {
    const stoodBefore = lro.state === 'Succeeded' && lro.existed === true;
    if (!stoodBefore || sent === 'seen') return undefined;
    return whyNotOurs(context, profile, sent);
  },
});

/**
 * Why the resource is not this operation's. One that a PUT without an answer may have made is, as long as it
 * is empty.
 */
async function whyNotOurs(
  context: StepContext,
  profile: ResourceProfile,
  sent: 'never' | 'unheard',
): Promise<ProvisioningError | undefined> {
  if (!profile.isEmpty || (sent === 'unheard' && (await profile.isEmpty(context))))
    return undefined;
  return takenMeanwhile(profile, context.resource);
}

/**
 * Looks first, because a PUT was sent before or the name was checked long ago. Sends the PUT if nothing is
 * there, or only what is ours.
 */
async function lookFirst(
  context: StepContext,
  profile: ResourceProfile,
): Promise<StepOutcome | 'free' | 'ours'> {
  const { arm, resource, signal, memory } = context;
  if (memory['submittedAt'] === undefined && isNameChecked(memory)) return 'free';
  const body = await arm.get(resource.armId, { signal });
  if (!body) return mayStillArrive(context) ?? 'free';
  const known = whenTaken(context, profile, body) ?? adopt(context, body);
  if (known?.outcome !== 'done') return known ?? 'ours';
  const error = memory.submitting && (await whyNotOurs(context, profile, 'unheard'));
  return error ? noneOfOurs(error, rawStateOf(body)) : known;
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
