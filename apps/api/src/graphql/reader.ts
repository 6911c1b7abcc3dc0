import DataLoader from 'dataloader';
import type { Sql } from '#libs/database';
import { armIdKey, isUuid } from '#libs/kernel';
import {
  isAllowed,
  readTeams,
  readTeamScopes,
  visibleTeams,
  type TeamRow,
  type TeamScopes,
} from '#libs/tenants';
import { isUnsettled, nothingKnown, type Surroundings } from '#libs/diagnosis';
import type { ResourceKind } from '#libs/resources';
import { kinds } from '#libs/kinds';
import type { GraphqlContext } from '../context/graphql-context.js';
import { allListed } from '../cost/give-way.js';
import type { ApiDependencies } from '../dependencies.js';
import { readApiKeys, type ApiKeyRow } from '../reads/tenants/read-api-keys.repository.js';
import { readOperations } from '../reads/operations/read-operations.repository.js';
import { readResources, type ResourceQuery } from '../reads/resources/read-resources.repository.js';
import type { OperationRow, ResourceRow } from '../reads/rows.js';
import { readSurroundingsOf } from '../reads/resources/read-surroundings.repository.js';
import { presentApiKey, presentOperation, presentResource, presentTeam } from './present.js';
import type { RequestContext } from '#libs/verbs';

const everyKind: readonly ResourceKind[] = kinds.all.map(({ kind }) => kind);

interface Loaders {
  resources: DataLoader<string, ResourceRow | undefined>;
  operations: DataLoader<string, OperationRow | undefined>;
  apiKeys: DataLoader<string, ApiKeyRow | undefined>;
  teams: DataLoader<string, TeamRow | undefined>;
  clusters: DataLoader<string, ResourceRow | undefined>;
  clustersByArmId: DataLoader<string, ResourceRow | undefined>;
  extensions: DataLoader<string, ResourceRow[]>;
  attachedExtensions: DataLoader<string, ResourceRow[]>;
  surroundings: DataLoader<string, Surroundings>;
  teamScopes: DataLoader<string, TeamScopes>;
}

const loadersOf = new WeakMap<RequestContext, Loaders>();

/** Looks up at once what all entries of the request's lists ask for, also of those that are completed some turns later. */
const togetherFor = (request: RequestContext) => ({
  cache: false,
  maxBatchSize: 100,
  batchScheduleFn: (dispatch: () => void) =>
    void allListed(request).then(() => process.nextTick(dispatch)),
});
type Together = ReturnType<typeof togetherFor>;

/** What the fields of one request look up by id together. Nothing is kept: a subscription must not read what was. */
function loadersFor({ database: { pool } }: ApiDependencies, request: RequestContext): Loaders {
  const known = loadersOf.get(request);
  if (known) return known;
  const visible = visibleTeams(request.actor);
  const together = togetherFor(request);
  const loaders = {
    resources: byId(together, async (ids) =>
      readResources(pool, { visible, kinds: everyKind, ids }, { first: ids.length }),
    ),
    operations: byId(together, async (ids) =>
      readOperations(pool, { visible, ids }, { first: ids.length }),
    ),
    apiKeys: byId(together, async (ids) =>
      readApiKeys(pool, request.actor, { ids }, { first: ids.length }),
    ),
    teams: byId(together, async (ids) => ({ rows: await readTeams(pool, ids) })),
    // An attachment shows its cluster to whoever sees the attachment, also once the cluster is gone (ADR 0011).
    clusters: byId(together, async (ids) =>
      readResources(
        pool,
        { visible: 'all', kinds: ['CONNECTED_CLUSTER'], ids, goneToo: true },
        { first: ids.length },
      ),
    ),
    clustersByArmId: by<ResourceRow>(
      together,
      ({ armId }) => armIdKey(armId),
      async (armIdKeys) =>
        readResources(
          pool,
          { visible: 'all', kinds: ['CONNECTED_CLUSTER'], armIdKeys },
          { first: armIdKeys.length },
        ),
    ),
    extensions: extensionsFor(together, pool, visible),
    // What is installed there decides how the attachment is, whoever may see the extension itself.
    attachedExtensions: extensionsFor(together, pool, 'all'),
    surroundings: new DataLoader(async (ids: readonly string[]) => {
      const found = await readSurroundingsOf(pool, ids);
      return ids.map((id) => found.get(id) ?? nothingKnown);
    }, together),
    teamScopes: new DataLoader(async (ids: readonly string[]) => {
      const rows = await readTeamScopes(pool, ids);
      return ids.map(
        (id) =>
          rows.find(({ teamId }) => teamId === id) ?? {
            teamId: id,
            allowedLocations: [],
            shares: [],
          },
      );
    }, together),
  };
  loadersOf.set(request, loaders);
  return loaders;
}

const extensionsFor = (together: Together, pool: Sql, visible: ResourceQuery['visible']) =>
  new DataLoader(async (ids: readonly string[]) => {
    const query = { visible, kinds: ['ARC_EXTENSION'] as const, parentIds: ids };
    const { rows } = await readResources(pool, query, { first: 10_000 });
    return ids.map((id) => rows.filter(({ parentId }) => parentId === id));
  }, together);

const byId = <R extends { id: string }>(
  together: Together,
  read: (ids: readonly string[]) => Promise<{ rows: R[] }>,
): DataLoader<string, R | undefined> => by(together, ({ id }) => id, read);

const by = <R>(
  together: Together,
  keyOf: (row: R) => string,
  read: (keys: readonly string[]) => Promise<{ rows: R[] }>,
): DataLoader<string, R | undefined> =>
  new DataLoader<string, R | undefined>(async (keys) => {
    const { rows } = await read([...new Set(keys)]);
    const found = new Map(rows.map((row) => [keyOf(row), row]));
    return keys.map((key) => found.get(key));
  }, together);

/** One resource the actor may see; undefined alike for a missing one. */
export const findResourceRow = async (
  deps: ApiDependencies,
  request: RequestContext,
  id: string,
): Promise<ResourceRow | undefined> =>
  id === '' ? undefined : loadersFor(deps, request).resources.load(id.toLowerCase());

export async function findResource(deps: ApiDependencies, { request }: GraphqlContext, id: string) {
  const row = await findResourceRow(deps, request, id);
  return row ? presentResource(row) : null;
}

/** One operation the actor may see; undefined alike for a missing one. */
export const findOperationRow = async (
  deps: ApiDependencies,
  request: RequestContext,
  id: string,
): Promise<OperationRow | undefined> =>
  id === '' ? undefined : loadersFor(deps, request).operations.load(id.toLowerCase());

export async function findOperation(
  deps: ApiDependencies,
  { request }: GraphqlContext,
  id: string,
) {
  const row = await findOperationRow(deps, request, id);
  return row ? presentOperation(row, deps.findDuration()) : null;
}

/** One API key that the actor made or may revoke; undefined alike for a missing one. */
export const findApiKeyRow = async (
  deps: ApiDependencies,
  request: RequestContext,
  id: string,
): Promise<ApiKeyRow | undefined> => loadersFor(deps, request).apiKeys.load(id.toLowerCase());

export async function findApiKey(deps: ApiDependencies, { request }: GraphqlContext, id: string) {
  const row = await findApiKeyRow(deps, request, id);
  return row ? presentApiKey(row) : null;
}

/** One team the actor may see; undefined alike for a missing one. */
export async function findTeamRow(
  deps: ApiDependencies,
  request: RequestContext,
  id: string,
): Promise<TeamRow | undefined> {
  const key = id.toLowerCase();
  return isAllowed(request.actor, 'view', key)
    ? loadersFor(deps, request).teams.load(key)
    : undefined;
}

export async function findTeam(deps: ApiDependencies, context: GraphqlContext, id: string) {
  const row = await findTeamRow(deps, context.request, id);
  return row ? presentTeam(row) : null;
}

/** What an attachment is of: a row (empty where it is not known), and an ARM id. */
export interface AttachedCluster {
  rowId: string;
  armId: string;
}

/** The cluster of an attachment that the actor may see. */
export async function findClusterOfCompute(
  deps: ApiDependencies,
  { request }: GraphqlContext,
  { rowId, armId }: AttachedCluster,
) {
  const { clusters, clustersByArmId } = loadersFor(deps, request);
  const row = isUuid(rowId)
    ? await clusters.load(rowId.toLowerCase())
    : await clustersByArmId.load(armIdKey(armId));
  return row ? presentResource(row) : null;
}

/** What is installed on a cluster that the actor may see. */
export async function findExtensions(
  deps: ApiDependencies,
  { request }: GraphqlContext,
  clusterId: string,
) {
  const rows = await loadersFor(deps, request).extensions.load(clusterId);
  return rows.map(presentResource);
}

/** What is installed on the cluster of an attachment that the actor may see. */
export const findAttachedExtensions = (
  deps: ApiDependencies,
  { request }: GraphqlContext,
  clusterId: string,
): Promise<ResourceRow[]> => loadersFor(deps, request).attachedExtensions.load(clusterId);

/** What was read around a compute; nothing is looked up for one that has nothing on its way. */
export async function findSurroundings(
  deps: ApiDependencies,
  { request }: GraphqlContext,
  row: ResourceRow,
): Promise<Surroundings> {
  return isUnsettled(row) ? loadersFor(deps, request).surroundings.load(row.id) : nothingKnown;
}

/**
 * What a team may name and where it may work, asked for together with those of the page's other teams; nothing for
 * those who see the team's name alone, as the cluster's of an attachment.
 */
export const findTeamScopes = async (
  deps: ApiDependencies,
  { request }: GraphqlContext,
  teamId: string,
): Promise<TeamScopes> =>
  isAllowed(request.actor, 'view', teamId)
    ? loadersFor(deps, request).teamScopes.load(teamId)
    : { teamId, allowedLocations: [], shares: [] };
