import type { Perform } from './perform.js';

/** Where clusters are made, and the ARM id of the resource group around it. */
export interface PreparedWorkspace {
  id: string;
  groupArmId: string;
}

/** Makes a resource group and a workspace in eastus. The storage, vault and insights it names are others' to make. */
export async function prepareWorkspace(
  perform: Perform,
  teamId: string,
): Promise<PreparedWorkspace> {
  const group = await perform('createResourceGroup', {
    name: 'vision',
    location: 'eastus',
    teamId,
    costTags: [{ key: 'project', value: 'street-signs' }],
  });
  const provided = (type: string, name: string) => `${group.armId}/providers/${type}/${name}`;
  const { id } = await perform('createWorkspace', {
    resourceGroupId: group.id,
    name: 'vision-workspace',
    storageAccountId: provided('Microsoft.Storage/storageAccounts', 'visionstorage'),
    keyVaultId: provided('Microsoft.KeyVault/vaults', 'vision-vault'),
    applicationInsightsId: provided('Microsoft.Insights/components', 'vision-insights'),
    costTags: [{ key: 'project', value: 'street-signs' }],
  });
  return { id, groupArmId: group.armId };
}
