import { isUnfinished, fragmentText, type Sql } from '#libs/database';
import { mapInTurns } from '../../cost/give-way.js';
import type { ResourceKind } from '#libs/resources';
import { operationColumns } from '../operations/read-operations.repository.js';
import type { ResourceRow } from '../rows.js';
import {
  chosen,
  resourceColumns,
  wholeResource,
  type OperationShow,
  type ResourceColumn,
  type ResourceShow,
} from '../pages/shown.js';
import { amongAll } from '../pages/among-all.js';
import { Conditions, hidden, typed } from '../pages/conditions.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
import type { Through } from '../pages/through-holders.js';
import { legibleRow } from './legible-row.js';
import { narrowResources, type ResourceNarrowing } from './narrow-resources.js';

export interface ResourceQuery extends ResourceNarrowing {
  visible: 'all' | readonly string[];
  kinds: readonly ResourceKind[];
  ids?: readonly string[];
  /** ARM ids in the form that they compare by. */
  armIdKeys?: readonly string[];
  parentId?: string;
  parentIds?: readonly string[];
  /** Also what is gone. */
  goneToo?: true;
  teamId?: string;
  teamIds?: readonly string[];
  /** All but its operations where absent. */
  show?: ResourceShow | undefined;
}

const fields = (alias: string): string => `
  'id', ${alias}.id, 'kind', ${alias}.kind, 'teamId', ${alias}.team_id, 'parentId', ${alias}.parent_id,
  'name', ${alias}.name, 'armId', ${alias}.arm_id, 'subscriptionId', ${alias}.subscription_id,
  'location', ${alias}.location, 'version', ${alias}.version, 'provisioningState', ${alias}.provisioning_state,
  'rawProvisioningState', ${alias}.raw_provisioning_state, 'provisioningErrors', ${alias}.provisioning_errors,
  'desired', ${alias}.desired, 'observed', ${alias}.observed, 'createdById', ${alias}.created_by_id,
  'managed', ${alias}.managed, 'createdAt', ${alias}.created_at, 'changedAt', ${alias}.changed_at, 'observedAt', ${alias}.observed_at, 'goneAt', ${alias}.gone_at,
  'team', (SELECT jsonb_build_object('id', t.id, 'name', t.name, 'costCenter', t.cost_center)
    FROM team t WHERE t.id = ${alias}.team_id),
  'createdBy', (SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'displayName', p.display_name)
    FROM principal p WHERE p.id = ${alias}.created_by_id),
  'costTags', coalesce((SELECT jsonb_agg(jsonb_build_object('key', c.key, 'value', c.value, 'source', c.source)
    ORDER BY c.key) FROM cost_tag c WHERE c.resource_id = ${alias}.id), '[]'),
  'made', coalesce((SELECT jsonb_agg(jsonb_build_object('role', d.role, 'armId', d.arm_id) ORDER BY d.role)
    FROM made_dependency d WHERE d.workspace_id = ${alias}.id), '[]'),
  'operations', NULL`;

/** Which resource a row is. */
const which = `r.id, r.kind, r.team_id AS "teamId", r.parent_id AS "parentId", r.name`;
const columns: Readonly<Record<ResourceColumn, string>> = {
  armId: 'r.arm_id AS "armId"',
  subscriptionId: 'r.subscription_id AS "subscriptionId"',
  location: 'r.location',
  version: 'r.version',
  provisioningState: 'r.provisioning_state AS "provisioningState"',
  rawProvisioningState: 'r.raw_provisioning_state AS "rawProvisioningState"',
  provisioningErrors: 'r.provisioning_errors AS "provisioningErrors"',
  desired: 'r.desired',
  observed: 'r.observed',
  createdById: 'r.created_by_id AS "createdById"',
  createdAt: 'r.created_at AS "createdAt"',
  changedAt: 'r.changed_at AS "changedAt"',
  observedAt: 'r.observed_at AS "observedAt"',
  goneAt: 'r.gone_at AS "goneAt"',
  managed: 'r.managed',
};
const team = `(SELECT jsonb_build_object('id', t.id, 'name', t.name, 'costCenter', t.cost_center)
  FROM team t WHERE t.id = r.team_id) AS team`;
const createdBy = `(SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'displayName', p.display_name)
  FROM principal p WHERE p.id = r.created_by_id) AS "createdBy"`;
const costTags = `coalesce((SELECT json_agg(json_build_object('key', c.key, 'value', c.value, 'source', c.source)
  ORDER BY c.key) FROM cost_tag c WHERE c.resource_id = r.id), '[]') AS "costTags"`;
const made = `coalesce((SELECT json_agg(json_build_object('role', d.role, 'armId', d.arm_id) ORDER BY d.role)
  FROM made_dependency d WHERE d.workspace_id = r.id), '[]') AS made`;
const parent = `(SELECT jsonb_build_object(${fields('above')}, 'parent', (SELECT jsonb_build_object(${fields('top')}, 'parent', NULL)
    FROM resource top WHERE top.id = above.parent_id))
    FROM resource above WHERE above.id = r.parent_id) AS parent`;

const underWay = `EXISTS (SELECT FROM operation u WHERE u.target_id = r.id
  AND ${fragmentText(isUnfinished('u'))}) AS "underWay"`;

const latest = (show: OperationShow, parameter: string): string => `(
  SELECT coalesce(json_agg(row_to_json(latest) ORDER BY latest.id DESC), '[]') FROM (
    SELECT ${operationColumns(show)} FROM operation o WHERE o.target_id = r.id ORDER BY o.id DESC LIMIT ${hidden(parameter, 'bigint')}
  ) AS latest) AS operations`;

/** Resources the actor may see, newest first unless `page.last`, in one statement whatever their number. */
export async function readResources(
  sql: Sql,
  query: ResourceQuery,
  page: Page,
): Promise<PageOf<ResourceRow>> {
  const planOnce = !isFiltered(query) && page.order?.field !== 'NAME';
  const held = planOnce ? heldBy(query) : undefined;
  // Where it is planned anew each time, PostgreSQL shall see whose rows are asked for.
  const { where, values, bind } = conditionsOf(query, page, held, planOnce ? hidden : typed);
  const { rows, ...more } = await keyset<ResourceRow>(sql, page, {
    columns: shownColumns(query.show ?? wholeResource, bind),
    from: 'resource r',
    through: held && throughHolders(held.by, bind(held.ids), query.kinds),
    key: 'r.id',
    name: 'r.name',
    cast: 'uuid',
    where,
    values,
    counted: () => ({ from: 'resource r', ...conditionsOf(query, {}, undefined, typed) }),
    planOnce,
  });
  return { rows: await mapInTurns(rows, legibleRow), ...more };
}

/** What the resources must be, but for what `held` leads to. */
function conditionsOf(
  query: ResourceQuery,
  page: Page,
  held: Held | undefined,
  given: typeof hidden,
): Conditions {
  const conditions = new Conditions();
  const { where, add } = conditions;
  where.push(query.goneToo ? 'true' : 'r.gone_at IS NULL');
  if (!held) where.push(kindIn(query.kinds));
  add(query.ids, (p) => `r.id = ANY (${given(p, 'uuid[]')})`);
  add(query.armIdKeys, (p) => `r.arm_id_key = ANY (${given(p, 'text[]')})`);
  if (held?.by !== 'parent_id')
    add(parentsOf(query), (p) => `r.parent_id = ANY (${given(p, 'uuid[]')})`);
  if (held?.by !== 'team_id') add(teamsOf(query), (p) => `r.team_id = ANY (${given(p, 'uuid[]')})`);
  narrowResources(conditions, query, page);
  return conditions;
}

/** Whether rows are sought by values of which some are rare and some are common, or by kinds of which there are none. */
const isFiltered = ({ kinds, ...query }: ResourceQuery): boolean =>
  kinds.length === 0 ||
  Object.entries(query).some(([field, value]) => value !== undefined && !plain.has(field));

/** What leads to rows by an index, or says what is shown of them. */
const plain: ReadonlySet<string> = new Set<keyof ResourceQuery>([
  'visible',
  'ids',
  'armIdKeys',
  'parentId',
  'parentIds',
  'goneToo',
  'teamId',
  'teamIds',
  'show',
]);

/** What they stand in; undefined where that is not asked. */
const parentsOf = ({ parentId, parentIds }: ResourceQuery): readonly string[] | undefined =>
  amongAll(parentId, parentIds);

/** The teams whose they may be; undefined for all. */
const teamsOf = ({ visible, teamId, teamIds }: ResourceQuery): readonly string[] | undefined =>
  amongAll(teamId, teamIds, visible === 'all' ? undefined : visible);

/**
 * What leads to the rows by an index, be they few or many: what they stand in, else the teams whose they are. Undefined
 * where anybody's are asked for, and where they are named themselves.
 */
function heldBy(query: ResourceQuery): Held | undefined {
  if (query.ids !== undefined || query.armIdKeys !== undefined) return undefined;
  const [parents, teams] = [parentsOf(query), teamsOf(query)];
  if (parents) return { by: 'parent_id', ids: parents };
  return teams && { by: 'team_id', ids: teams };
}

const throughHolders = (by: Held['by'], ids: string, kinds: readonly ResourceKind[]): Through => ({
  ids,
  beside: kindsOf(kinds),
  columns: [
    [`r.${by}`, 'holder.id'],
    ['r.kind', 'sought.kind'],
  ],
  among: [`r.${by} = ANY (${hidden(ids, 'uuid[]')})`, kindIn(kinds)],
});

interface Held {
  by: 'parent_id' | 'team_id';
  ids: readonly string[];
}

/** Kinds stand in the text: they are our own words, and PostgreSQL must know which one to see how many rows that are. */
const kindIn = (kinds: readonly ResourceKind[]): string =>
  kinds.length === 1 ? `r.kind = '${kinds[0]}'` : `r.kind = ANY ('{${kinds.join()}}'::text[])`;

const kindsOf = (kinds: readonly ResourceKind[]): string =>
  `(VALUES ${kinds.map((kind) => `('${kind}')`).join()}) AS sought (kind)`;

const shownColumns = (show: ResourceShow, bind: (value: unknown) => string): string =>
  chosen([
    [true, which],
    ...resourceColumns.map((name) => [show.columns.has(name), columns[name]] as const),
    [show.team, team],
    [show.createdBy, createdBy],
    [show.costTags, costTags],
    [show.made, made],
    [show.parent, parent],
    [show.underWay, underWay],
    [
      true,
      show.operations
        ? latest(show.operations, bind(show.operations.count + 1))
        : 'NULL AS operations',
    ],
  ]);
