import type { ProvisioningError } from '#libs/kernel';
import { isSettled, provisioningStateOf, rawStateOf } from '#libs/resources';
import {
  putNew,
  type ArmBody,
  type StepContext,
  type StepDefinition,
  type StepOutcome,
} from '#libs/operations';
import { keptElsewhere } from '../arc-extension.profile.js';
import { putExtension, withSecrets } from './put-extension.step.js';

/**
 * "put extension": installs the extension if the connected cluster has none of this name. One with the same
 * settings is used as it is, or sent again if it failed; one with other settings is not changed. This
 * operation never removes it, so it need not have made it.
 */
export const putExtensionIfNeeded: StepDefinition = {
  ...putExtension,
  async run(context): Promise<StepOutcome> {
    const { arm, kinds, resource, signal, memory } = context;
    const body = await arm.get(resource.armId, { signal });
    const differing = body ? kinds.compare(resource, [], body) : [];
    if (body && differing.length > 0) {
      return { outcome: 'failed', error: otherSettings(context, differing[0]?.field ?? '') };
    }
    if (body && !memory.submitting && !hasFailed(body)) return standing(body);
    const kept = body && keptElsewhere(body);
    if (kept) return { outcome: 'failed', error: kept };
    const over = body ? putOver(body) : putExtension;
    return over.run({ ...context, memory: { ...memory, wrote: true } });
  },
};

/** What failed is sent again with all that Azure has of it. */
const putOver = (body: ArmBody): StepDefinition =>
  withSecrets((profile) =>
    putNew({ ...profile, create: (context) => profile.change(context, body) }),
  );

const hasFailed = (body: ArmBody): boolean => {
  const state = provisioningStateOf(rawStateOf(body));
  return isSettled(state) && state !== 'SUCCEEDED';
};

const standing = (body: ArmBody): StepOutcome => ({
  outcome: 'skipped',
  message: `the cluster has it already, with the same settings (${rawStateOf(body)})`,
});

const otherSettings = ({ resource }: StepContext, field: string): ProvisioningError => ({
  code: 'EXTENSION_DIFFERS',
  message: `The cluster has an extension named '${resource.name}' with another ${field}. Nothing was changed.`,
  retry: 'LATER',
  remedy:
    'Ask with the settings that it has, or change it with updateArcExtension and then retry the operation.',
  target: resource.armId,
});
