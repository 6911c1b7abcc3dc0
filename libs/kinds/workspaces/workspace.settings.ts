import {
  identityValue,
  optionalArmId,
  optionalName,
  optionalText,
  regionAt,
  setting,
  systemIdentity,
} from '#libs/resources';

const fixed = 'on a workspace that stands: create another one';
/** Where none was named, one is made for it, or none wanted. */
const madeWhereMissing = { fixed, nullIsAny: true };

/** Every setting of a workspace (docs/azure-facts.md#workspaces). */
export const workspaceSettings = {
  location: setting(regionAt('location'), { fixed }),
  description: setting(optionalText('properties.description'), { fixed }),
  friendlyName: setting(optionalName('properties.friendlyName'), { fixed, nullIsAny: true }),
  storageAccountId: setting(optionalArmId('properties.storageAccount'), madeWhereMissing),
  keyVaultId: setting(optionalArmId('properties.keyVault'), madeWhereMissing),
  applicationInsightsId: setting(optionalArmId('properties.applicationInsights'), madeWhereMissing),
  containerRegistryId: setting(optionalArmId('properties.containerRegistry'), madeWhereMissing),
  identity: setting(identityValue, { default: systemIdentity, fixed }),
};
