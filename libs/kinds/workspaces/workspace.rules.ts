import {
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
  checkIdentity,
  checkLocation,
} from '#libs/resources';
import type { WorkspaceDesired } from './workspace.schema.js';

/** The services a workspace leans on, by ARM type (docs/azure-facts.md#workspaces). */
const companions = {
  storageAccountId: 'Microsoft.Storage/storageAccounts',
  keyVaultId: 'Microsoft.KeyVault/vaults',
  applicationInsightsId: 'Microsoft.Insights/components',
  containerRegistryId: 'Microsoft.ContainerRegistry/registries',
} as const;

/** Everything that can be said about a new workspace without asking Azure, its name and tags apart. */
export const checkWorkspace = (desired: WorkspaceDesired, path: FieldPath = ['input']): Findings =>
  together(
    checkLocation(desired.location, [...path, 'location']),
    checkIdentity(desired.identity, [...path, 'identity']),
    ...(Object.keys(companions) as (keyof typeof companions)[]).map((name) =>
      checkCompanion(name, desired[name], path),
    ),
  );

function checkCompanion(
  name: keyof typeof companions,
  id: string | null,
  path: FieldPath,
): Findings {
  const type = companions[name];
  if (id === null || id.toLowerCase().includes(`/providers/${type.toLowerCase()}/`)) return nothing;
  return refusal('INVALID_INPUT', [...path, name], `must be the ARM id of a ${type}`);
}
