import { durations } from '../../../durations.js';
import { dependencyBody } from '../dependency-body.js';
import type { DependencyType } from '../dependency-type.js';

/** Log Analytics workspaces (docs/azure-facts.md#what-workspaces-lean-on): the same PUT brings back what was deleted without `force`. */
export const logAnalyticsWorkspace: DependencyType = {
  type: 'Microsoft.OperationalInsights/workspaces',
  apiVersions: ['2025-07-01', '2023-09-01', '2022-10-01'],
  isNameOfTheWorld: false,
  isName: (name) => /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/.test(name),
  wrongName: (name) => ({
    code: 'InvalidParameter',
    message: `'${name}' is not a valid workspace name: 4 to 63 letters, digits and '-', which is neither first nor last.`,
  }),
  takenName: (name) => ({ code: 'Conflict', message: `The workspace '${name}' exists.` }),
  body: dependencyBody({}),
  creates: 'by the resource',
  createSeconds: durations.logAnalyticsCreate,
  creatingState: 'Creating',
  deletes: 'by Location',
  deleteSeconds: durations.logAnalyticsDelete,
  keepsDeleted: true,
  deletesForGood: ({ query }) => query.get('force')?.toLowerCase() === 'true',
  recovers: () => true,
  view: ({ properties, ownId, createdAt }) => ({
    sku: { name: 'PerGB2018' },
    retentionInDays: 30,
    publicNetworkAccessForIngestion: 'Enabled',
    publicNetworkAccessForQuery: 'Enabled',
    ...properties,
    customerId: ownId,
    createdDate: createdAt,
  }),
};
