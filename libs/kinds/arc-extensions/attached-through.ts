import type { ProvisioningError } from '#libs/kernel';
import type { StepContext } from '#libs/operations';
import { readAttachments } from '../connected-clusters/attachments.repository.js';
import { whatDepends } from '../connected-clusters/attachments.rules.js';
import { uninstallInputOf } from './installation/uninstall-input.js';

/** Why an extension must stay: computes that were attached through it since its removal was accepted; undefined where it is forced. */
export async function keptByAttachments({
  operation,
  resource,
  store,
}: StepContext): Promise<ProvisioningError | undefined> {
  const { parentId } = resource;
  if (uninstallInputOf({ operation }).force || parentId === null) return undefined;
  const attachments = await store('reading attachments', (sql) => readAttachments(sql, parentId));
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
