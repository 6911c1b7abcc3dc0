import type { ProvisioningError } from '#libs/kernel';
import type { StepContext } from '../../operations/step.js';
import { inputOf } from '../../operations/operation-input.rules.js';
import { whatDepends } from '../connected-clusters/attachments.rules.js';

/** Why an extension must stay: computes that were attached through it since its removal was accepted; undefined where it is forced. */
export async function keptByAttachments({
  operation,
  resource,
  attachmentsOf,
}: StepContext): Promise<ProvisioningError | undefined> {
  if (inputOf(operation).force || resource.parentId === null) return undefined;
  const attachments = await attachmentsOf(resource.parentId);
  if (attachments.length === 0) return undefined;
  const depends = whatDepends(attachments, (teamId) => teamId === resource.teamId);
  return {
    code: 'COMPUTES_ATTACHED',
    message: `${depends}. The extension was not touched.`,
    retry: 'LATER',
    remedy: 'Detach them, then retry the operation; or uninstall it anew with force.',
    target: resource.armId,
  };
}
