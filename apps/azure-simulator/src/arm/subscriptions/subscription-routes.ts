import { tenantId } from '../../identity/tokens.js';
import type { Simulation } from '../../simulation.js';
import type { ArmAnswer, ArmResourceType } from '../arm-request.js';
import { locations } from '../locations.js';
import type { SubscriptionRecord } from './subscriptions.js';

const versions = [
  '2022-12-01',
  '2021-01-01',
  '2020-01-01',
  '2019-11-01',
  '2019-06-01',
  '2018-06-01',
  '2016-06-01',
] as const;

/** The subscriptions there are, and the regions of one. */
export function subscriptionRoutes({ subscriptions }: Simulation): ArmResourceType {
  const one = '/subscriptions/{subscriptionId}';
  return {
    type: 'Microsoft.Resources/subscriptions',
    apiVersions: versions,
    routes: [
      {
        method: 'GET',
        path: '/subscriptions',
        handle: () => list(subscriptions.all().map(viewSubscription)),
      },
      {
        method: 'GET',
        path: one,
        handle: ({ parameters }) => {
          const record = subscriptions.find(parameters.subscriptionId);
          return { status: 200, body: record && viewSubscription(record) };
        },
      },
      {
        method: 'GET',
        path: `${one}/locations`,
        handle: ({ parameters }) => ({
          status: 200,
          body: { value: viewLocations(parameters.subscriptionId) },
        }),
      },
    ],
  };
}

/** The one tenant that every simulated identity lives in. */
export const tenantRoutes: ArmResourceType = {
  type: 'Microsoft.Resources/tenants',
  apiVersions: versions,
  routes: [{ method: 'GET', path: '/tenants', handle: () => list([viewTenant()]) }],
};

/** What the roles of whoever asks allow in a subscription. */
export const permissionRoutes = ({ subscriptions }: Simulation): ArmResourceType => ({
  type: 'Microsoft.Authorization/permissions',
  apiVersions: ['2022-04-01', '2018-07-01', '2015-07-01'],
  routes: [
    {
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/providers/Microsoft.Authorization/permissions',
      handle: ({ parameters }) => ({
        status: 200,
        body: {
          value: (subscriptions.find(parameters.subscriptionId)?.permissions ?? []).map(
            (permission) => ({ ...permission, dataActions: [], notDataActions: [] }),
          ),
        },
      }),
    },
  ],
});

const list = (value: object[]): ArmAnswer => ({
  status: 200,
  body: { value, count: { type: 'Total', value: value.length } },
});

const viewSubscription = ({ subscriptionId, displayName, state }: SubscriptionRecord): object => ({
  id: `/subscriptions/${subscriptionId}`,
  authorizationSource: 'RoleBased',
  managedByTenants: [],
  subscriptionId,
  tenantId,
  displayName,
  state,
  subscriptionPolicies: {
    locationPlacementId: 'Public_2014-09-01',
    quotaId: 'EnterpriseAgreement_2014-09-01',
    spendingLimit: 'Off',
  },
});

const viewTenant = (): object => ({
  id: `/tenants/${tenantId}`,
  tenantId,
  countryCode: 'US',
  displayName: 'Azure simulator',
  domains: ['simulator.example'],
  defaultDomain: 'simulator.example',
  tenantCategory: 'Home',
  tenantType: 'AAD',
});

const viewLocations = (subscriptionId: string): object[] =>
  Object.entries(locations).map(([name, displayName]) => ({
    id: `/subscriptions/${subscriptionId}/locations/${name}`,
    name,
    type: 'Region',
    displayName,
    regionalDisplayName: displayName,
    metadata: { regionType: 'Physical', regionCategory: 'Recommended' },
  }));
