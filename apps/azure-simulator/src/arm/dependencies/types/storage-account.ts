import { z } from 'zod';
import { durations } from '../../../durations.js';
import { dependencyBody } from '../dependency-body.js';
import type { DependencyType } from '../dependency-type.js';

const skus = [
  'Standard_LRS',
  'Standard_GRS',
  'Standard_RAGRS',
  'Standard_ZRS',
  'Standard_GZRS',
  'Standard_RAGZRS',
  'Premium_LRS',
  'Premium_ZRS',
] as const;

/** Storage accounts (docs/azure-facts.md#what-workspaces-lean-on): a PUT answers 202 without a body. */
export const storageAccount: DependencyType = {
  type: 'Microsoft.Storage/storageAccounts',
  apiVersions: ['2026-09-01', '2024-01-01', '2023-05-01', '2022-09-01'],
  isNameOfTheWorld: true,
  isName: (name) => /^[a-z0-9]{3,24}$/.test(name),
  wrongName: (name) => ({
    code: 'AccountNameInvalid',
    message: `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
  }),
  takenName: (name, holder, { parameters }) =>
    holder.subscriptionId.toLowerCase() === parameters.subscriptionId.toLowerCase()
      ? {
          code: 'StorageAccountInAnotherResourceGroup',
          message: `The account ${name} is already in another resource group in this subscription.`,
        }
      : {
          code: 'StorageAccountAlreadyTaken',
          message: `The storage account named ${name} is already taken.`,
        },
  body: dependencyBody({
    kind: z.enum(['StorageV2', 'Storage', 'BlobStorage', 'FileStorage', 'BlockBlobStorage']),
    sku: z.looseObject({ name: z.enum(skus) }),
  }),
  creates: 'by Location',
  createSeconds: durations.storageAccountCreate,
  creatingState: 'Creating',
  deletes: 'at once',
  deleteSeconds: 0,
  keepsDeleted: false,
  view: ({ name, location, properties, createdAt }) => ({
    allowSharedKeyAccess: true,
    supportsHttpsTrafficOnly: true,
    ...properties,
    creationTime: createdAt,
    primaryLocation: location,
    statusOfPrimary: 'available',
    primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/` },
  }),
};
