import { z } from 'zod';
import { durations } from '../../../durations.js';
import { dependencyBody } from '../dependency-body.js';
import type { DependencyType } from '../dependency-type.js';

const loginServer = (name: string): string => `${name.toLowerCase()}.azurecr.io`;

/** Container registries (docs/azure-facts.md#what-workspaces-lean-on): a PUT answers 201 with Azure-AsyncOperation. */
export const containerRegistry: DependencyType = {
  type: 'Microsoft.ContainerRegistry/registries',
  apiVersions: ['2025-11-01', '2023-07-01', '2023-01-01-preview'],
  isNameOfTheWorld: true,
  isName: (name) => /^[a-zA-Z0-9]{5,50}$/.test(name),
  wrongName: (name) => ({
    code: 'InvalidResourceName',
    message: `Resource name '${name}' is invalid. A registry's name has 5 to 50 alphanumeric characters.`,
  }),
  takenName: (name) => ({
    code: 'AlreadyInUse',
    message: `The registry DNS name ${loginServer(name)} is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability`,
  }),
  body: dependencyBody({
    sku: z.looseObject({ name: z.enum(['Basic', 'Standard', 'Premium']) }),
  }),
  creates: 'by Azure-AsyncOperation',
  createSeconds: durations.registryCreate,
  creatingState: 'Creating',
  deletes: 'by Location',
  deleteSeconds: durations.registryDelete,
  keepsDeleted: false,
  view: ({ name, properties, createdAt }) => ({
    adminUserEnabled: false,
    ...properties,
    loginServer: loginServer(name),
    creationDate: createdAt,
  }),
};
