import { type ProvisioningError, err, ok, type Result } from '#libs/kernel';
import { type StepContext, desiredOf } from '#libs/operations';
import { readExtensionRow } from './read-arc-extension-row.js';

/** The protected settings of an extension with their secrets, read now and for one request; never to be kept. */
export async function readProtectedSettings({
  resource,
  ports,
}: StepContext): Promise<Result<Record<string, string>, ProvisioningError>> {
  const { settingReferences } = desiredOf(readExtensionRow, resource);
  const secrets: [name: string, secret: string][] = [];
  for (const [name, reference] of Object.entries(settingReferences)) {
    const secret = await ports.secrets.read(resource.teamId, reference);
    if (secret === undefined) return err(secretMissing(name, reference));
    secrets.push([name, secret]);
  }
  return ok(Object.fromEntries(secrets));
}

export const secretMissing = (name: string, reference: string): ProvisioningError => ({
  code: 'SECRET_NOT_FOUND',
  message: `The worker finds no secret behind '${reference}' for ${name}.`,
  retry: 'LATER',
  remedy:
    "Put it into the team's folder of ARMATURE_SECRETS_DIR (docs/kubernetes.md), then retry the operation.",
  target: name,
});
