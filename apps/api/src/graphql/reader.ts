import { visibleTeams } from '#libs/tenants';
import type { ResourceKind } from '#libs/resources';
import type { GraphqlContext } from '../context/graphql-context.js';
import type { ApiDependencies } from '../dependencies.js';
import { readOperations } from '../reads/read-operations.repository.js';
import { readResources } from '../reads/read-resources.repository.js';
import { presentOperation, presentResource } from './present.js';

export const everyKind: readonly ResourceKind[] = [
  'RESOURCE_GROUP',
  'WORKSPACE',
  'COMPUTE_CLUSTER',
];

/** One resource the actor may see; null alike for a missing one. */
export async function findResource(
  { database }: ApiDependencies,
  { request }: GraphqlContext,
  id: string,
  kinds: readonly ResourceKind[] = everyKind,
) {
  if (id === '') return null;
  const query = { visible: visibleTeams(request.actor), kinds, ids: [id] };
  const { rows } = await readResources(database.pool, query, { first: 1 });
  return rows[0] ? presentResource(rows[0]) : null;
}

/** One operation the actor may see; null alike for a missing one. */
export async function findOperation(
  { database, findDuration }: ApiDependencies,
  { request }: GraphqlContext,
  id: string,
) {
  if (id === '') return null;
  const query = { visible: visibleTeams(request.actor), ids: [id] };
  const { rows } = await readOperations(database.pool, query, { first: 1 });
  return rows[0] ? presentOperation(rows[0], findDuration()) : null;
}
