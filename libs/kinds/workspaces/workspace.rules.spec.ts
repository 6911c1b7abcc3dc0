import { describe, expect, it } from 'vitest';
import { said } from '../../../test/support/said.js';
import { checkWorkspace } from './workspace.rules.js';

describe('a workspace', () => {
  const id = (type: string) => `/subscriptions/s/resourceGroups/g/providers/${type}/x`;
  const workspace = {
    location: 'eastus',
    friendlyName: null,
    description: null,
    storageAccountId: id('Microsoft.Storage/storageAccounts'),
    keyVaultId: id('microsoft.keyvault/vaults'),
    applicationInsightsId: null,
    containerRegistryId: null,
    identity: { type: 'SYSTEM_ASSIGNED' as const, userAssignedIdentityIds: [] },
  };

  it('leans on services of the right type', () => {
    expect(said(checkWorkspace(workspace))).toEqual([]);
    const swapped = { ...workspace, keyVaultId: workspace.storageAccountId };
    expect(said(checkWorkspace(swapped))).toEqual(['INVALID_INPUT input.keyVaultId']);
  });
});
