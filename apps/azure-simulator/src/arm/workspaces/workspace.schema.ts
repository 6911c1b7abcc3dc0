import { z } from 'zod';
import { ArmRefusal } from '../arm-error.js';
import { identitySchema } from '../managed-identity.js';
import { tagsSchema } from '../tags.js';
import type { WorkspaceRecord } from './workspace-record.js';

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$/;

/** What only ARM writes; dropped from requests. */
const readOnlyProperties = [
  'workspaceId',
  'provisioningState',
  'serviceProvisionedResourceGroup',
  'privateLinkCount',
  'privateEndpointConnections',
  'notebookInfo',
  'tenantId',
  'storageHnsEnabled',
  'mlFlowTrackingUri',
];

const propertiesSchema = z
  .looseObject({ publicNetworkAccess: z.enum(['Enabled', 'Disabled']).optional() })
  .nullish()
  .transform((properties) =>
    Object.fromEntries(
      Object.entries(properties ?? {}).filter(
        ([name, value]) => value !== null && !readOnlyProperties.includes(name),
      ),
    ),
  );

export const putWorkspaceSchema = z.object({
  location: z.string().min(1),
  tags: tagsSchema,
  sku: z.looseObject({ name: z.string() }).nullish(),
  kind: z.string().nullish(),
  identity: identitySchema,
  properties: propertiesSchema,
});

export const patchWorkspaceSchema = putWorkspaceSchema.omit({ location: true, kind: true });

/** Names as the document of 2024-10-01 has them (docs/azure-facts.md#workspaces). */
export function checkWorkspaceName(name: string): void {
  if (!namePattern.test(name))
    throw new ArmRefusal(400, {
      code: 'InvalidResourceName',
      message: `Resource name '${name}' is invalid. A workspace name has 3 to 33 letters, digits, '-' and '_' and begins with a letter or digit.`,
    });
}

/** Ids come back in another case than they went in. */
const folded = (value: unknown): string => JSON.stringify(value).toLowerCase();

/** Key vault and storage account stay what they were (docs/azure-facts.md#workspaces). */
export function checkImmutable(
  existing: WorkspaceRecord | undefined,
  properties: Record<string, unknown>,
): void {
  for (const name of ['keyVault', 'storageAccount']) {
    const before = existing?.properties[name];
    const after = properties[name];
    if (before !== undefined && after !== undefined && folded(before) !== folded(after))
      throw new ArmRefusal(400, {
        code: 'PropertyChangeNotAllowed',
        message: `Changing property 'properties.${name}' is not allowed.`,
        target: `properties.${name}`,
      });
  }
}
