import DataLoader from 'dataloader';
import type { Sql } from '#libs/database';
import { nothingKnown, type Surroundings } from '#libs/diagnosis';
import { armIdKey } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { readTeamUse, type LimitedUse } from '#libs/operations';
import type { ResourceKind } from '#libs/resources';
import {
  type EntraDirectory,
  readTeams,
  readTeamScopes,
  visibleTeams,
  type TeamRow,
  type TeamScopes,
} from '#libs/tenants';
import type { RequestContext } from '#libs/verbs';
import { allListed } from '../cost/give-way.js';
import { readAudit, type AuditRow } from '../reads/audit/read-audit.repository.js';
import { readOperations } from '../reads/operations/read-operations.repository.js';
import { findByArmIds, type NamedResource } from '../reads/resources/find-by-arm-ids.repository.js';
import { readResources, type ResourceQuery } from '../reads/resources/read-resources.repository.js';
import { readSurroundingsOf } from '../reads/resources/read-surroundings.repository.js';
import type {
  EntraGroupRow,
  OperationRow,
  ResourceRow,
  RoleGrantRow,
  WholePrincipalRow,
} from '../reads/rows.js';
import { readEvents, type EventRow } from '../reads/events/read-events.repository.js';
import { readPlans, type PlanRow } from '../reads/plans/read-plans.repository.js';
import { readPolicies, type PolicyRow } from '../reads/policies/read-policies.repository.js';
import { readApiKeys, type ApiKeyRow } from '../reads/tenants/read-api-keys.repository.js';
import { readEntraGroups } from '../reads/tenants/read-entra-groups.repository.js';
import { readPrincipals } from '../reads/tenants/read-principals.repository.js';
import { readRoleGrants } from '../reads/tenants/read-role-grants.repository.js';

export const everyKind: readonly ResourceKind[] = kinds.all.map(({ kind }) => kind);

export interface Loaders {
  resources: DataLoader<string, ResourceRow | undefined>;
  byArmIds: DataLoader<string, NamedResource | undefined>;
  operations: DataLoader<string, OperationRow | undefined>;
  plans: DataLoader<string, PlanRow | undefined>;
  policies: DataLoader<string, PolicyRow | undefined>;
  apiKeys: DataLoader<string, ApiKeyRow | undefined>;
  teams: DataLoader<string, TeamRow | undefined>;
  auditEvents: DataLoader<string, AuditRow | undefined>;
  events: DataLoader<string, EventRow | undefined>;
  principals: DataLoader<string, WholePrincipalRow | undefined>;
  roleGrants: DataLoader<string, RoleGrantRow | undefined>;
  entraGroups: DataLoader<string, EntraGroupRow | undefined>;
  groupNames: DataLoader<EntraGroupRow, string | undefined>;
  clusters: DataLoader<string, ResourceRow | undefined>;
  clustersByArmId: DataLoader<string, ResourceRow | undefined>;
  extensions: DataLoader<string, ResourceRow[]>;
  attachedExtensions: DataLoader<string, ResourceRow[]>;
  surroundings: DataLoader<string, Surroundings>;
  teamScopes: DataLoader<string, TeamScopes>;
  teamUse: DataLoader<string, TeamUseRow | undefined>;
}

/** What a team may have, and what it has. */
export interface TeamUseRow extends LimitedUse {
  /** Of the costs, ISO 4217. */
  currency: string;
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
export function loadersFor(
  pool: Sql,
  request: RequestContext,
  directory: EntraDirectory | undefined,
  currency: string,
): Loaders {
  const visible = visibleTeams(request.actor);
  const together = togetherFor(request);
  return {
    resources: byId(together, async (ids) =>
      readResources(pool, { visible, kinds: everyKind, ids }, { first: ids.length }),
    ),
    byArmIds: new DataLoader(async (armIdKeys: readonly string[]) => {
      const found = await findByArmIds(pool, visible, everyKind, armIdKeys);
      return armIdKeys.map((key) => found.get(key));
    }, together),
    operations: byId(together, async (ids) =>
      readOperations(pool, { visible, ids }, { first: ids.length }),
    ),
    plans: byId(together, async (ids) => readPlans(pool, { visible, ids }, { first: ids.length })),
    policies: byId(together, async (ids) =>
      readPolicies(pool, { visible, ids }, { first: ids.length }),
    ),
    apiKeys: byId(together, async (ids) =>
      readApiKeys(pool, request.actor, { ids }, { first: ids.length }),
    ),
    teams: byId(together, async (ids) => ({ rows: await readTeams(pool, ids) })),
    auditEvents: byId(together, async (ids) =>
      readAudit(pool, { visible, ids }, { first: ids.length }),
    ),
    events: byId(together, async (ids) =>
      readEvents(pool, { visible, ids }, { first: ids.length }),
    ),
    principals: byId(together, async (ids) =>
      readPrincipals(pool, request.actor, { ids }, { first: ids.length }),
    ),
    roleGrants: byId(together, async (ids) =>
      readRoleGrants(pool, request.actor, { ids }, { first: ids.length }),
    ),
    entraGroups: byId(together, async (ids) => ({
      rows: await readEntraGroups(pool, visible, ids),
    })),
    groupNames: new DataLoader((groups) => namesOf(directory, groups), together),
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
    teamUse: new DataLoader(async (teamIds: readonly string[]) => {
      const { machines } = kinds;
      const rows = await readTeamUse(pool, { teamIds, machines, currency, without: [] });
      return teamIds.map((id) => {
        const row = rows.find(({ teamId }) => teamId === id);
        return row && { ...row, currency: row.limits.hourlyCost?.currency ?? currency };
      });
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

/** Of each tenant together; of none where Microsoft Graph is not asked. */
async function namesOf(
  directory: EntraDirectory | undefined,
  groups: readonly EntraGroupRow[],
): Promise<(string | undefined)[]> {
  const byTenant = Map.groupBy(groups, ({ tenantId }) => tenantId);
  const asked = await Promise.all(
    [...byTenant].map(async ([tenantId, all]) => {
      const ids = [...new Set(all.map(({ objectId }) => objectId))];
      return [tenantId, await directory?.namesOf(tenantId, ids)] as const;
    }),
  );
  const names = new Map(asked);
  return groups.map(({ tenantId, objectId }) => names.get(tenantId)?.get(objectId));
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
