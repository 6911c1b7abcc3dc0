import { isSettled, provisioningStateOf, rawStateOf } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import { wroteIt } from './ownership.js';
import type { ResourceProfile } from './resource-profile.js';
import { mayStillArrive, sendWrite, type Write } from './send-write.js';
import { missing } from './step-failures.js';

/**
 * "put …": reads the resource, changes what was asked for and sends it all back (docs/azure-facts.md#computes: PUT
 * replaces).
 */
export const putChanged = (profile: ResourceProfile): StepDefinition => ({
  name: `put ${profile.noun}`,
  writes: true,
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal } = context;
    const current = await arm.get(resource.armId, { signal });
    if (!current) return missing(profile.noun, resource);
    const error = profile.belongsToOther?.(current);
    if (error) return { outcome: 'failed', error };
    const known = adopt(context, current) ?? busy(context, current);
    return known ?? sendWrite(context, profile, change(context, profile, current));
  },
});

const change = (context: StepContext, profile: ResourceProfile, current: ArmBody): Write => ({
  verb: 'PUT',
  send: (call) => context.arm.put(context.resource.armId, profile.change(context, current), call),
  accepted: { provisioningState: 'UPDATING', rawProvisioningState: 'Updating' },
  /** Nothing changed on the resource: why is told on the operation alone. */
  refused: () => context.kinds.observe(context.resource.kind, current),
});

/** A change that a dead worker sent and that arrived is not sent again. */
function adopt(context: StepContext, current: ArmBody): StepOutcome | undefined {
  if (!context.memory.submitting || !wroteIt(context, current)) return undefined;
  return {
    outcome: 'done',
    message: 'found in Azure as this operation sent it',
    rawState: rawStateOf(current),
    facts: context.kinds.observe(context.resource.kind, current),
    memory: { submitting: false },
  };
}

/** Our own change may be on its way, or somebody changes it outside Armature: what is read now would soon be old. */
function busy(context: StepContext, current: ArmBody): StepOutcome | undefined {
  const rawState = rawStateOf(current);
  if (isSettled(provisioningStateOf(rawState))) return mayStillArrive(context);
  const message = `Azure is at something else with it: ${rawState}`;
  return { outcome: 'again', afterSeconds: 15, attempt: false, message };
}
