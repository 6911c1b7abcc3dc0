import {
  armIdAt,
  identityValue,
  optionalArmId,
  optionalName,
  optionalText,
  regionAt,
  setting,
  systemIdentity,
} from '#libs/resources';

const fixed = 'on a workspace that stands: create another one';
/** Azure makes these by itself where none was named. */
const madeByAzure = { fixed, nullIsAny: true };

/** Every setting of a workspace (docs/azure-facts.md#workspaces). */
export const workspaceSettings = {
  location: setting(regionAt('location'), { fixed }),
  description: setting(optionalText('properties.description'), { fixed }),
  friendlyName: setting(optionalName('properties.friendlyName'), { fixed, nullIsAny: true }),
  storageAccountId: setting(armIdAt('properties.storageAccount'), { fixed }),
  keyVaultId: setting(armIdAt('properties.keyVault'), { fixed }),
  applicationInsightsId: setting(optionalArmId('properties.applicationInsights'), madeByAzure),
  containerRegistryId: setting(optionalArmId('properties.containerRegistry'), madeByAzure),
  identity: setting(identityValue, { default: systemIdentity, fixed }),
};
