import { z } from 'zod';
import { ArmRefusal } from '../arm-error.js';

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9-.]{0,252}$/;
const settingsSchema = z.record(z.string(), z.string()).nullish();

const upgrade = {
  autoUpgradeMinorVersion: z.boolean().nullish(),
  releaseTrain: z.string().nullish(),
  version: z.string().nullish(),
  configurationSettings: settingsSchema,
  configurationProtectedSettings: settingsSchema,
};

export const putExtensionSchema = z.object({
  identity: z.object({ type: z.enum(['SystemAssigned', 'None']) }).nullish(),
  plan: z.looseObject({}).nullish(),
  properties: z.object({
    extensionType: z.string().min(1),
    scope: z
      .object({
        cluster: z.object({ releaseNamespace: z.string().nullish() }).nullish(),
        namespace: z.object({ targetNamespace: z.string().nullish() }).nullish(),
      })
      .nullish(),
    ...upgrade,
  }),
});

/** The upgrade fields and the two maps only (docs/azure-facts.md#cluster-extensions). */
export const patchExtensionSchema = z.object({ properties: z.object(upgrade) });

export type RequestedExtension = z.infer<typeof putExtensionSchema>['properties'];
export type RequestedUpgrade = Partial<z.infer<typeof patchExtensionSchema>['properties']>;

const refused = (message: string, target: string): ArmRefusal =>
  new ArmRefusal(400, { code: 'InvalidRequestContent', message, target });

export function checkExtensionName(name: string): void {
  if (!namePattern.test(name))
    throw refused(
      `The extension name '${name}' is invalid. It begins with a letter or digit and has up to 253 letters, digits, '-' and '.'.`,
      'name',
    );
}

/** A version is pinned or upgraded by itself, never both (docs/azure-facts.md#cluster-extensions). */
export function checkVersion({ version, autoUpgradeMinorVersion }: RequestedUpgrade): void {
  if (version && autoUpgradeMinorVersion !== false)
    throw refused(
      "'version' can only be set when 'autoUpgradeMinorVersion' is false.",
      'properties.version',
    );
}

export function checkScope({ scope }: RequestedExtension): void {
  if (scope?.cluster && scope.namespace)
    throw refused("'scope' has either 'cluster' or 'namespace', not both.", 'properties.scope');
}
