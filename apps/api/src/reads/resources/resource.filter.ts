import { z } from 'zod';
import { computeKindsOf, kinds } from '#libs/kinds';
import { computeInstanceStates } from '#libs/kinds/compute-instances';
import { connectivityStatuses } from '#libs/kinds/connected-clusters';
import type { ResourceKind } from '#libs/resources';
import { gql, optional, orElse, uuidField } from '#libs/verbs';
import {
  anyOf,
  createdFields,
  dateField,
  nameFields,
  narrowingId,
  narrowingIds,
} from '../pages/filter-fields.js';
import { given } from '../pages/given.js';
import type { ResourceQuery } from './read-resources.repository.js';

/** What is a compute. */
export const computeKinds: readonly ResourceKind[] = computeKindsOf(kinds);

export const computeType = z
  .enum(computeKinds as [ResourceKind, ...ResourceKind[]])
  .register(gql, { type: 'ComputeType' });

const provisioningState = z
  .enum(['UNKNOWN', 'CREATING', 'UPDATING', 'DELETING', 'SUCCEEDED', 'FAILED', 'CANCELED'])
  .register(gql, { type: 'ProvisioningState' });

const instanceState = z.enum(computeInstanceStates).register(gql, { type: 'ComputeInstanceState' });

const connectivityStatus = z
  .enum(connectivityStatuses)
  .register(gql, { type: 'ConnectivityStatus' });

const tagKey = z.string().describe('Name of the tag, without case.');

const costTagFilter = z
  .strictObject({ key: tagKey, value: z.string().describe('Its value.') })
  .register(gql, { type: 'CostTagFilter', description: 'Resources that carry this tag.' });

const costTagCondition = z
  .strictObject({
    key: tagKey,
    value: optional(z.string()).describe('Its value; any where absent.'),
    present: orElse(z.boolean(), true).describe('False: resources that do not carry it.'),
  })
  .register(gql, {
    type: 'CostTagCondition',
    description: 'Resources that carry a tag, or that do not.',
  });

/** What can be asked of everything that stands in Azure. */
const standing = {
  teamId: narrowingId('Team').describe('Who pays.'),
  teamIds: narrowingIds('Team').describe('Any of those who pay.'),
  provisioningState: optional(provisioningState).describe('How it stands.'),
  provisioningStates: anyOf(provisioningState).describe('Any of the ways in which it may stand.'),
  locations: anyOf(z.string()).describe('Any of these Azure regions, written in either way.'),
  ...nameFields,
  ...createdFields,
  changedFrom: dateField.describe('Something of it last changed at or after.'),
  changedTo: dateField.describe('Something of it last changed before.'),
};

/** And of what is asked for here. */
const paid = {
  ...standing,
  costTags: anyOf(costTagCondition).describe('Tags, all of which must be as is said.'),
  createdByIds: narrowingIds('Principal').describe('Any of those who asked for it.'),
  failedSince: dateField.describe(
    'An operation on it failed at or after, and has not been tried again.',
  ),
};

const allMustHold = 'All that are named must hold.';

export const computeFilter = z
  .strictObject({
    type: optional(computeType).describe('Kind of compute.'),
    types: anyOf(computeType).describe('Any of these kinds.'),
    workspaceId: narrowingId('Workspace').describe('What holds it.'),
    workspaceIds: narrowingIds('Workspace').describe('Any of those that hold it.'),
    costTag: optional(costTagFilter).describe('A tag it carries.'),
    vmSize: optional(z.string()).describe('VM size, without case.'),
    vmSizes: anyOf(z.string()).describe('Any of these VM sizes, without case.'),
    instanceStates: anyOf(instanceState).describe('Compute instances at any of these.'),
    managed: optional(z.boolean()).describe('False: found in Azure and claimed by no team.'),
    ...paid,
  })
  .register(gql, { type: 'ComputeFilter', description: allMustHold });

export const workspaceFilter = z
  .strictObject({
    resourceGroupId: narrowingId('ResourceGroup').describe('What holds it.'),
    resourceGroupIds: narrowingIds('ResourceGroup').describe('Any of those that hold it.'),
    ...paid,
  })
  .register(gql, { type: 'WorkspaceFilter', description: allMustHold });

export const resourceGroupFilter = z
  .strictObject(paid)
  .register(gql, { type: 'ResourceGroupFilter', description: allMustHold });

export const connectedClusterFilter = z
  .strictObject({
    resourceGroupId: narrowingId('ResourceGroup').describe('The group that holds it.'),
    resourceGroupIds: narrowingIds('ResourceGroup').describe('Any of the groups that hold it.'),
    connectivityStatus: optional(connectivityStatus).describe('Whether it reaches Azure.'),
    connectivityStatuses: anyOf(connectivityStatus).describe('Any of these.'),
    ...standing,
    teamId: narrowingId('Team').describe('Whose group that is.'),
    teamIds: narrowingIds('Team').describe('Any of those whose group that is.'),
  })
  .register(gql, { type: 'ConnectedClusterFilter', description: allMustHold });

export const azureSubscriptionFilter = z
  .strictObject({
    subscriptionIds: anyOf(uuidField()).describe('Any of these Azure subscriptions.'),
    ...standing,
    teamId: narrowingId('Team').describe('Whose it is by default.'),
    teamIds: narrowingIds('Team').describe('Any of those whose it is by default.'),
  })
  .register(gql, { type: 'AzureSubscriptionFilter', description: allMustHold });

type Narrowed<F extends z.ZodType> = z.output<F> | null;
type Sought = Pick<ResourceQuery, 'kinds'> & Partial<ResourceQuery>;

/** Computes that the filter lets through. */
export function computesOf(filter: Narrowed<typeof computeFilter>): Sought {
  const { type, types, workspaceId, workspaceIds, instanceStates, ...rest } = filter ?? {};
  const isSought = (kind: ResourceKind): boolean =>
    (type ?? kind) === kind &&
    (types ?? [kind]).includes(kind) &&
    (!instanceStates || kind === 'COMPUTE_INSTANCE');
  return {
    kinds: computeKinds.filter(isSought),
    ...given({ ...rest, instanceStates, parentId: workspaceId, parentIds: workspaceIds }),
  };
}

/** What stands in resource groups and that the filter lets through, of one kind. */
export function groupedOf(
  kind: 'WORKSPACE' | 'CONNECTED_CLUSTER',
  filter: Narrowed<typeof workspaceFilter> | Narrowed<typeof connectedClusterFilter>,
): Sought {
  const { resourceGroupId, resourceGroupIds, ...rest } = filter ?? {};
  return {
    kinds: [kind],
    ...given({ ...rest, parentId: resourceGroupId, parentIds: resourceGroupIds }),
  };
}

export const resourceGroupsOf = (filter: Narrowed<typeof resourceGroupFilter>): Sought => ({
  kinds: ['RESOURCE_GROUP'],
  ...given(filter ?? {}),
});

export const azureSubscriptionsOf = (filter: Narrowed<typeof azureSubscriptionFilter>): Sought => ({
  kinds: ['AZURE_SUBSCRIPTION'],
  ...given(filter ?? {}),
});
