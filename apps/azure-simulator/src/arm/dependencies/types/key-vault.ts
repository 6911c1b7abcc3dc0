import { z } from 'zod';
import { durations } from '../../../durations.js';
import { dependencyBody } from '../dependency-body.js';
import type { DependencyType } from '../dependency-type.js';

const tooShortOrLong = (name: string): boolean => name.length < 3 || name.length > 24;

/** Key vaults (docs/azure-facts.md#what-workspaces-lean-on): what is deleted keeps its name until it is purged or recovered. */
export const keyVault: DependencyType = {
  type: 'Microsoft.KeyVault/vaults',
  apiVersions: ['2026-02-01', '2023-07-01', '2022-07-01'],
  isNameOfTheWorld: true,
  isName: (name) =>
    !tooShortOrLong(name) && /^[a-zA-Z]([a-zA-Z0-9]|-(?!-))*$/.test(name) && !name.endsWith('-'),
  wrongName: (name) => ({
    code: 'VaultNameNotValid',
    message: `The vault name '${name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens.`,
  }),
  takenName: (name, { softDeletedAtMs, subscriptionId }, { parameters }) =>
    softDeletedAtMs !== undefined &&
    subscriptionId.toLowerCase() === parameters.subscriptionId.toLowerCase()
      ? {
          code: 'ConflictError',
          message:
            'A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.',
        }
      : {
          code: 'VaultAlreadyExists',
          message: `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state.`,
        },
  body: dependencyBody({
    properties: z.looseObject({
      tenantId: z.guid(),
      sku: z.looseObject({ family: z.literal('A'), name: z.enum(['standard', 'premium']) }),
      createMode: z.enum(['default', 'recover']).optional(),
      accessPolicies: z.array(z.looseObject({})).optional(),
      enableRbacAuthorization: z.boolean().optional(),
    }),
  }),
  creates: 'by the resource',
  createSeconds: durations.keyVaultCreate,
  creatingState: 'RegisteringDns',
  deletes: 'at once',
  deleteSeconds: 0,
  keepsDeleted: true,
  recovers: ({ properties }) => properties['createMode'] === 'recover',
  view: ({ name, properties }) => ({
    accessPolicies: [],
    enableSoftDelete: true,
    softDeleteRetentionInDays: 90,
    ...Object.fromEntries(Object.entries(properties).filter(([field]) => field !== 'createMode')),
    vaultUri: `https://${name}.vault.azure.net/`,
  }),
};
