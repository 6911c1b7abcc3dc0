import { type ProvisioningError, armIdKey, err, ok, type Result } from '#libs/kernel';
import { findUnshared } from '#libs/tenants';
import { type StepContext, desiredOf } from '#libs/operations';
import { holdsArmId, namesPlainly } from './arm-id-in-setting.rules.js';
import { readExtensionRow } from '../read-arc-extension-row.js';

/**
 * The protected settings of an extension with their secrets, read now and for one request; never to be kept. What a
 * secret names in Azure the team must be able to use as what a request names.
 */
export async function readProtectedSettings(
  context: StepContext,
): Promise<Result<Record<string, string>, ProvisioningError>> {
  const { resource, ports } = context;
  const { settingReferences } = desiredOf(readExtensionRow, resource);
  const secrets: [name: string, secret: string][] = [];
  for (const [name, reference] of Object.entries(settingReferences)) {
    const secret = await ports.secrets.read(resource.teamId, reference);
    if (secret === undefined) return err(secretMissing(name, reference));
    if (holdsArmId(secret) && !(await mayUse(context, secret)))
      return err(secretNotShared(name, reference));
    secrets.push([name, secret]);
  }
  return ok(Object.fromEntries(secrets));
}

async function mayUse({ operation, store }: StepContext, secret: string): Promise<boolean> {
  if (!namesPlainly(secret)) return false;
  const keys = [armIdKey(secret)];
  const unshared = await store('reading shares', (sql) =>
    findUnshared(sql, operation.teamId, keys),
  );
  return unshared.size === 0;
}

const secretNotShared = (name: string, reference: string): ProvisioningError => ({
  code: 'SCOPE_NOT_SHARED',
  message: `The secret behind '${reference}' for ${name} names something in Azure that the team that pays may not use, or names it among other text. Nothing was sent.`,
  retry: 'LATER',
  remedy:
    'Have it shared with shareScope, or put another secret into the file, then retry the operation.',
  target: name,
});

export const secretMissing = (name: string, reference: string): ProvisioningError => ({
  code: 'SECRET_NOT_FOUND',
  message: `The worker finds no secret behind '${reference}' for ${name}.`,
  retry: 'LATER',
  remedy:
    "Put it into the team's folder of ARMATURE_SECRETS_DIR (docs/kubernetes.md), then retry the operation.",
  target: name,
});
