import type { ProvisioningError } from '#libs/kernel';
import { rawStateOf, type IgnoredField, type Resource } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepOutcome, StepContext } from '../step.js';
import type { ResourceProfile } from './resource-profile.js';

/** Somebody else's resource has the name; a PUT would overwrite it for good (docs/azure-facts.md#computes). */
export const nameTaken = (
  { noun, whenTaken }: Pick<ResourceProfile, 'noun' | 'whenTaken'>,
  { name, armId }: Resource,
): ProvisioningError => ({
  code: 'ALREADY_EXISTS',
  message: `Azure has the ${noun} '${name}' already, and this operation did not make it. Nothing was changed.`,
  retry: 'NEVER',
  remedy:
    whenTaken ?? 'Choose another name, or delete what stands there in Azure and create it again.',
  target: armId,
});

export const takenMeanwhile = (
  { noun }: Pick<ResourceProfile, 'noun'>,
  { name, armId }: Resource,
): ProvisioningError => ({
  code: 'ALREADY_EXISTS',
  message: `Somebody made the ${noun} '${name}' in Azure after its name was found free: it is not this operation's. Its tags are now those that were asked for here; nothing else of it was changed.`,
  retry: 'NEVER',
  remedy: 'Tell whoever made it of its tags, and choose another name.',
  target: armId,
});

export const notOurs = (noun: string, { name, armId }: Resource): ProvisioningError => ({
  code: 'NOT_OURS',
  message: `The ${noun} named '${name}' in Azure is not the one that was asked for here. It was not deleted.`,
  retry: 'NEVER',
  remedy: 'Find out whose it is. If it may go, delete it in Azure, then retry the operation.',
  target: armId,
});

export const vanished = (noun: string, { name, armId }: Resource): ProvisioningError => ({
  code: 'NOT_FOUND_IN_AZURE',
  message: `Azure has no ${noun} named '${name}' any more.`,
  retry: 'NEVER',
  remedy: 'Somebody deleted it outside Armature. Delete it here too, and create it again.',
  target: armId,
});

/** Ends a step for what is not there any more; the row says so too. */
export function missing(noun: string, resource: Resource): StepOutcome {
  const error = vanished(noun, resource);
  return {
    outcome: 'failed',
    error,
    facts: {
      provisioningState: 'FAILED',
      rawProvisioningState: 'NotFound',
      provisioningErrors: [error],
    },
  };
}

export const stillThere = (noun: string, { name, armId }: Resource): ProvisioningError => ({
  code: 'NOT_DELETED',
  message: `Azure took the deletion of the ${noun} '${name}', and it still stands.`,
  retry: 'LATER',
  remedy: 'Look at it in Azure for locks and for what uses it, then retry the operation.',
  target: armId,
});

/** Why a resource that stands in a failed state failed: the first error that it names. */
export function whyFailed(
  noun: string,
  { kinds, resource: { kind, name, armId } }: Pick<StepContext, 'kinds' | 'resource'>,
  body: ArmBody,
): ProvisioningError {
  const [first, ...others] = kinds.observe(kind, body).provisioningErrors ?? [];
  if (first) return { ...first, ...(others.length > 0 && { details: others }) };
  return {
    code: 'PROVISIONING_FAILED',
    message: `The ${noun} '${name}' ended as ${rawStateOf(body)}, and Azure does not say why.`,
    retry: 'LATER',
    remedy: "Look at the resource group's activity log in Azure, then retry the operation.",
    target: armId,
  };
}

const sizeRemedy =
  'After a resize ask for one of allowedResizeSizes. After a creation this is the size of an earlier compute of this name: delete it, wait until it is gone, and use a new name.';
const fieldRemedy =
  'Ask for it again; where Azure ignores it again, this field cannot have that value here.';

const oneIgnored = ({ field, asked, found }: IgnoredField): ProvisioningError => ({
  code: 'FIELD_IGNORED_BY_AZURE',
  message: `Azure accepted ${field} ${JSON.stringify(asked)} and answers ${JSON.stringify(found)}.`,
  retry: 'NEVER',
  remedy: field === 'vmSize' ? sizeRemedy : fieldRemedy,
  target: field,
});

/** The fields that did not arrive, the first as the error and all as its details where there are several. */
export function ignoredFields(fields: readonly IgnoredField[]): ProvisioningError | undefined {
  const [first, ...others] = fields.map(oneIgnored);
  if (!first || others.length === 0) return first;
  const names = fields.map(({ field }) => field).join(', ');
  return { ...first, message: `${first.message} Ignored: ${names}.`, details: [first, ...others] };
}
