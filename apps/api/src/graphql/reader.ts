import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { Pool } from 'pg';
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
import { StepDurations } from '../parts/step-durations.js';
import { readApiKeys, type ApiKeyRow } from '../reads/tenants/read-api-keys.repository.js';
import { readAudit, type AuditRow } from '../reads/audit/read-audit.repository.js';
import { readOperations } from '../reads/operations/read-operations.repository.js';
import { readPrincipals } from '../reads/tenants/read-principals.repository.js';
import { readResources, type ResourceQuery } from '../reads/resources/read-resources.repository.js';
import type { OperationRow, PrincipalRow, ResourceRow } from '../reads/rows.js';
import { readSurroundingsOf } from '../reads/resources/read-surroundings.repository.js';
import { PresentedOperation } from './operation/presented-operation.js';
import { presentApiKey, presentTeam } from './present.js';
import { presentResource } from './present-resource.js';
import type { RequestContext } from '#libs/verbs';

const everyKind: readonly ResourceKind[] = kinds.all.map(({ kind }) => kind);

interface Loaders {
  resources: DataLoader<string, ResourceRow | undefined>;
  operations: DataLoader<string, OperationRow | undefined>;
  apiKeys: DataLoader<string, ApiKeyRow | undefined>;
  teams: DataLoader<string, TeamRow | undefined>;
  auditEvents: DataLoader<string, AuditRow | undefined>;
  principals: DataLoader<string, PrincipalRow | undefined>;
  clusters: DataLoader<string, ResourceRow | undefined>;
  clustersByArmId: DataLoader<string, ResourceRow | undefined>;
  extensions: DataLoader<string, ResourceRow[]>;
  attachedExtensions: DataLoader<string, ResourceRow[]>;
  surroundings: DataLoader<string, Surroundings>;
  teamScopes: DataLoader<string, TeamScopes>;
}

/** Looks up at once what all entries of the request's lists ask for, also of those that are completed some turns later. */
const togetherFor = (request: RequestContext) => ({
  cache: false,
  maxBatchSize: 100,
  batchScheduleFn: (dispatch: () => void) =>
    void allListed(request).then(() => process.nextTick(dispatch)),
});
type Together = ReturnType<typeof togetherFor>;

/** What the fields of one request look up by id together. Nothing is kept: a subscription must not read what was. */
function loadersFor(pool: Sql, request: RequestContext): Loaders {
  const visible = visibleTeams(request.actor);
  const together = togetherFor(request);
  return {
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
    auditEvents: byId(together, async (ids) =>
      readAudit(pool, { visible, ids }, { first: ids.length }),
    ),
    principals: byId(together, async (ids) => ({
      rows: await readPrincipals(pool, request.actor.principalId, visible, ids),
    })),
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

/** What an attachment is of: a row (empty where it is not known), and an ARM id. */
export interface AttachedConnectedCluster {
  rowId: string;
  armId: string;
}

/** Finds one thing at a time for those who may see it, together with what else the request asks for. */
@Injectable()
export class Reader {
  private readonly loaders = new WeakMap<RequestContext, Loaders>();

  constructor(
    private readonly pool: Pool,
    private readonly durations: StepDurations,
  ) {}

  /** One resource the actor may see; undefined alike for a missing one. */
  async findResourceRow(request: RequestContext, id: string): Promise<ResourceRow | undefined> {
    return id === '' ? undefined : this.of(request).resources.load(id.toLowerCase());
  }

  /** The global ids of what stands behind ARM ids, as they were given, where the actor may see it; in one statement. */
  async findIdsByArmIds(
    { actor }: RequestContext,
    armIds: readonly string[],
  ): Promise<Map<string, string>> {
    const query = {
      visible: visibleTeams(actor),
      kinds: everyKind,
      armIdKeys: armIds.map(armIdKey),
    };
    const { rows } = await readResources(this.pool, query, { first: armIds.length });
    const ids = new Map(rows.map((row) => [armIdKey(row.armId), presentResource(row).id]));
    return new Map(
      armIds.flatMap((armId) => {
        const id = ids.get(armIdKey(armId));
        return id === undefined ? [] : [[armId, id] as const];
      }),
    );
  }

  async findResource({ request }: GraphqlContext, id: string) {
    const row = await this.findResourceRow(request, id);
    return row ? presentResource(row) : null;
  }

  /** One operation the actor may see; undefined alike for a missing one. */
  async findOperationRow(request: RequestContext, id: string): Promise<OperationRow | undefined> {
    return id === '' ? undefined : this.of(request).operations.load(id.toLowerCase());
  }

  async findOperation({ request }: GraphqlContext, id: string) {
    const row = await this.findOperationRow(request, id);
    return row ? new PresentedOperation(row, this.durations.find) : null;
  }

  /** One API key that the actor made or may revoke; undefined alike for a missing one. */
  findApiKeyRow(request: RequestContext, id: string): Promise<ApiKeyRow | undefined> {
    return this.of(request).apiKeys.load(id.toLowerCase());
  }

  async findApiKey({ request }: GraphqlContext, id: string) {
    const row = await this.findApiKeyRow(request, id);
    return row ? presentApiKey(row) : null;
  }

  /** One team the actor may see; undefined alike for a missing one. */
  async findTeamRow(request: RequestContext, id: string): Promise<TeamRow | undefined> {
    const key = id.toLowerCase();
    return isAllowed(request.actor, 'view', key) ? this.of(request).teams.load(key) : undefined;
  }

  async findTeam({ request }: GraphqlContext, id: string) {
    const row = await this.findTeamRow(request, id);
    return row ? presentTeam(row) : null;
  }

  /** One team, whoever asks: who may share with it need not see it otherwise. */
  async findAnyTeamRow(id: string): Promise<TeamRow | undefined> {
    const [team] = await readTeams(this.pool, [id]);
    return team;
  }

  /** One audit event the actor may see; undefined alike for a missing one. */
  findAuditRow(request: RequestContext, id: string): Promise<AuditRow | undefined> {
    return this.of(request).auditEvents.load(id.toLowerCase());
  }

  /** One principal the actor may see; undefined alike for a missing one. */
  findPrincipalRow(request: RequestContext, id: string): Promise<PrincipalRow | undefined> {
    return this.of(request).principals.load(id.toLowerCase());
  }

  /** The cluster of an attachment that the actor may see. */
  async findClusterOfCompute(
    { request }: GraphqlContext,
    { rowId, armId }: AttachedConnectedCluster,
  ) {
    const { clusters, clustersByArmId } = this.of(request);
    const row = isUuid(rowId)
      ? await clusters.load(rowId.toLowerCase())
      : await clustersByArmId.load(armIdKey(armId));
    return row ? presentResource(row) : null;
  }

  /** What is installed on a cluster that the actor may see. */
  async findExtensions({ request }: GraphqlContext, clusterId: string) {
    const rows = await this.of(request).extensions.load(clusterId);
    return rows.map(presentResource);
  }

  /** What is installed on the cluster of an attachment that the actor may see. */
  findAttachedExtensions({ request }: GraphqlContext, clusterId: string): Promise<ResourceRow[]> {
    return this.of(request).attachedExtensions.load(clusterId);
  }

  /** What was read around a compute; nothing is looked up for one that has nothing on its way. */
  async findSurroundings({ request }: GraphqlContext, row: ResourceRow): Promise<Surroundings> {
    return isUnsettled(row) ? this.of(request).surroundings.load(row.id) : nothingKnown;
  }

  /**
   * What a team may name and where it may work, asked for together with those of the page's other teams; nothing for
   * those who see the team's name alone, as the cluster's of an attachment.
   */
  async findTeamScopes({ request }: GraphqlContext, teamId: string): Promise<TeamScopes> {
    return isAllowed(request.actor, 'view', teamId)
      ? this.of(request).teamScopes.load(teamId)
      : { teamId, allowedLocations: [], shares: [] };
  }

  private of(request: RequestContext): Loaders {
    const known = this.loaders.get(request) ?? loadersFor(this.pool, request);
    this.loaders.set(request, known);
    return known;
  }
}
