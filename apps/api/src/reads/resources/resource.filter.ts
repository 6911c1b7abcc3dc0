import { z } from 'zod';
import { computeKindsOf, kinds } from '#libs/kinds';
import type { ResourceKind } from '#libs/resources';
import { gql, optional } from '#libs/verbs';
import { nameContainsField, narrowingId } from '../pages/filter-fields.js';
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
const stateField = optional(provisioningState).describe('How it stands.');
const payerField = narrowingId('Team').describe('Who pays.');

const costTagFilter = z
  .strictObject({
    key: z.string().describe('Name of the tag.'),
    value: z.string().describe('Its value.'),
  })
  .register(gql, { type: 'CostTagFilter', description: 'Resources that carry this tag.' });

export const computeFilter = z
  .strictObject({
    type: optional(computeType).describe('Kind of compute.'),
    workspaceId: narrowingId('Workspace').describe('What holds it.'),
    teamId: payerField,
    provisioningState: stateField,
    costTag: optional(costTagFilter).describe('A tag it carries.'),
    vmSize: optional(z.string()).describe('VM size, without case.'),
    nameContains: nameContainsField,
    managed: optional(z.boolean()).describe('False: found in Azure and claimed by no team.'),
  })
  .register(gql, { type: 'ComputeFilter', description: 'All that are named must hold.' });

export const workspaceFilter = z
  .strictObject({
    resourceGroupId: narrowingId('ResourceGroup').describe('What holds it.'),
    teamId: payerField,
    provisioningState: stateField,
    nameContains: nameContainsField,
  })
  .register(gql, { type: 'WorkspaceFilter', description: 'All that are named must hold.' });

type Narrowed<F extends z.ZodType> = z.output<F> | null;

/** Computes that the filter lets through. */
export const computesOf = (
  filter: Narrowed<typeof computeFilter>,
): Pick<ResourceQuery, 'kinds'> & Partial<ResourceQuery> => {
  const { type, workspaceId, ...rest } = filter ?? {};
  return {
    kinds: computeKinds.filter((kind) => (type ?? kind) === kind),
    ...given({ ...rest, parentId: workspaceId }),
  };
};

export const workspacesOf = (filter: Narrowed<typeof workspaceFilter>): Partial<ResourceQuery> => {
  const { resourceGroupId, ...rest } = filter ?? {};
  return given({ ...rest, parentId: resourceGroupId });
};
