import { systemClock } from '#libs/kernel';
import { rawStateOf, provisioningStateOf } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext, StepDefinition, StepMemory, StepOutcome } from '../step.js';
import { wroteIt } from './ownership.js';
import type { ResourceProfile } from './resource-profile.js';
import { nameTaken } from './step-failures.js';

/** A name that was free so long ago may be taken: look again before the PUT. */
const freshMs = 30_000;

/** "check name": the name is free in Azure, or what has it is ours already; what is being deleted is waited for. */
export const checkNameIsFree = (profile: ResourceProfile): StepDefinition => ({
  name: 'check name',
  writes: false,
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal } = context;
    const body = await arm.get(resource.armId, { signal });
    return whenTaken(context, profile, body) ?? { outcome: 'done', memory: body ? {} : nameFree() };
  },
});

const nameFree = (): StepMemory => ({ nameCheckedAt: systemClock.now().toISOString() });

export const isNameChecked = ({ nameCheckedAt }: StepMemory): boolean =>
  systemClock.now().getTime() - Date.parse(String(nameCheckedAt)) < freshMs;

/**
 * What to do where somebody else's resource has the name; undefined where it is free or ours. Creating too early
 * after a delete gave a cluster of the old size (docs/azure-facts.md#computes): the old one must be gone.
 */
export function whenTaken(
  context: StepContext,
  profile: ResourceProfile,
  body: ArmBody | undefined,
): StepOutcome | undefined {
  if (!body) return undefined;
  const { resource } = context;
  const rawState = rawStateOf(body);
  if (provisioningStateOf(rawState) === 'DELETING') {
    const message = `an earlier ${profile.noun} of this name is still being deleted`;
    return { outcome: 'wait', watch: { until: 'GONE', armId: resource.armId }, message, rawState };
  }
  if (wroteIt(context, body)) return undefined;
  return {
    outcome: 'failed',
    error: nameTaken(profile, resource),
    rawState,
    facts: { gone: true },
  };
}
