import { connectivityStatuses } from '#libs/kinds/connected-clusters';
import { computeInstanceStates } from '#libs/kinds/compute-instances';
import type { Conditions } from '../pages/conditions.js';
import type { Page, Place } from '../pages/keyset.js';
import { newestFirst } from '../pages/order.js';
import {
  addHappenedBetween,
  addMadeBetween,
  lowestIdAfter,
  lowestIdFrom,
} from '../pages/made-between.js';
import { addLocated } from '../pages/locations.js';
import { addNamedInOrder } from '../pages/name-patterns.js';

/** A tag, with this value or with any. */
export interface CostTagCondition {
  key: string;
  value: string | null;
  /** False: resources that do not carry it. */
  present: boolean;
}

/** What resources are sought by beside what they are, whose they are and where they stand. All that is named must hold. */
export interface ResourceNarrowing {
  provisioningState?: string;
  provisioningStates?: readonly string[];
  connectivityStatus?: string;
  connectivityStatuses?: readonly string[];
  instanceStates?: readonly string[];
  costTag?: { key: string; value: string };
  costTags?: readonly CostTagCondition[];
  vmSize?: string;
  vmSizes?: readonly string[];
  locations?: readonly string[];
  /** Of rows that keep it in lower case. */
  subscriptionIds?: readonly string[];
  nameContains?: string;
  nameStartsWith?: string;
  managed?: boolean;
  createdById?: string;
  createdByIds?: readonly string[];
  createdFrom?: Date;
  createdTo?: Date;
  changedFrom?: Date;
  changedTo?: Date;
  /** A change of it failed at or after, and has not been tried again since. */
  failedSince?: Date;
}

/**
 * Has the resources `r` found that the query names, of one page. Conditions are spelled as the indexes are that serve them.
 */
export function narrowResources(
  conditions: Conditions,
  query: ResourceNarrowing,
  page: Page,
): void {
  narrowByState(conditions, query);
  addNamedInOrder(conditions, 'r.name', query.nameContains, query.nameStartsWith);
  narrowByTime(conditions, query);
  const bounds = boundsOf(conditions, query, page);
  narrowByTags(conditions, query, bounds);
  narrowByFailure(conditions, query, bounds);
  const { where, add } = conditions;
  if (query.managed !== undefined) where.push(query.managed ? 'r.managed' : 'NOT r.managed');
  add(query.vmSize?.toLowerCase(), (p) => `r.vm_size_key = ${p}`);
  add(inSmallLetters(query.vmSizes), (p) => `r.vm_size_key = ANY (${p}::text[])`);
  add(inSmallLetters(query.subscriptionIds), (p) => `r.subscription_id = ANY (${p}::text[])`);
  addLocated({ add }, 'r.location', query.locations);
  add(query.createdById, (p) => `r.created_by_id = ${p}::uuid`);
  add(query.createdByIds, (p) => `r.created_by_id = ANY (${p}::uuid[])`);
}

const inSmallLetters = (texts: readonly string[] | undefined): string[] | undefined =>
  texts?.map((text) => text.toLowerCase());

function narrowByState(conditions: Conditions, query: ResourceNarrowing): void {
  const { where, add, bind } = conditions;
  add(query.provisioningState, (p) => `r.provisioning_state = ${p}::"ProvisioningState"`);
  add(query.provisioningStates, (p) => `r.provisioning_state = ANY (${p}::"ProvisioningState"[])`);
  const { connectivityStatus: status, connectivityStatuses: statuses, instanceStates } = query;
  if (status !== undefined)
    where.push(observedAs('connectivityStatus', connectivityStatuses, [status], bind));
  if (statuses) where.push(observedAs('connectivityStatus', connectivityStatuses, statuses, bind));
  if (instanceStates) where.push(observedAs('state', computeInstanceStates, instanceStates, bind));
}

/** Words as they are shown: what says none of them, or nothing that can be read, is UNKNOWN. */
function observedAs(
  field: string,
  words: readonly string[],
  asked: readonly string[],
  bind: Conditions['bind'],
): string {
  const column = `r.observed->>'${field}'`;
  const known = words.filter((word) => word !== 'UNKNOWN');
  // PostgreSQL takes it to be rare in this form, which it is: else it would go through all rows for few.
  const isUnknown = `nullif(${column} = ANY ('{${known.join()}}'), false) IS NULL`;
  const named = asked.filter((word) => word !== 'UNKNOWN');
  const isNamed = named.length > 0 ? [`${column} = ANY (${bind(named)}::text[])`] : [];
  const parts = asked.includes('UNKNOWN') ? [...isNamed, isUnknown] : isNamed;
  return `(${parts.join(' OR ')})`;
}

/** SQL that a column holds ids between those of the page: what is beside a resource is read between them too. */
type Bounds = (column: string) => string;

function boundsOf(
  { bind }: Conditions,
  { createdFrom, createdTo, changedTo }: ResourceNarrowing,
  { after, before, order = newestFirst }: Page,
): Bounds {
  const [newer, older] = order.direction === 'ASC' ? [after, before] : [before, after];
  const place = (one: Place | undefined) => (order.field === 'NAME' ? undefined : one?.key);
  const above = [place(newer), createdFrom && lowestIdFrom(createdFrom)];
  const below = [
    place(older),
    createdTo && lowestIdAfter(createdTo),
    changedTo && lowestIdAfter(changedTo),
  ];
  const bound = (column: string, than: string, ids: readonly (string | undefined)[]): string[] =>
    ids.flatMap((id) => (id === undefined ? [] : [` AND ${column} ${than} ${bind(id)}::uuid`]));
  return (column) => [...bound(column, '>=', above), ...bound(column, '<=', below)].join('');
}

function narrowByTags({ where, bind }: Conditions, query: ResourceNarrowing, bounds: Bounds): void {
  const { costTag, costTags = [] } = query;
  const all = costTag ? [{ ...costTag, present: true }, ...costTags] : costTags;
  for (const { key, value, present } of all) {
    const hasValue = value === null ? '' : `AND f.value = ${bind(value)}`;
    const tag = `FROM cost_tag f WHERE f.resource_id = r.id AND lower(f.key) = lower(${bind(key)}::text) ${hasValue}${bounds('f.resource_id')}`;
    // For NOT EXISTS PostgreSQL guesses how many lack it, mostly too many; so it takes them for few, and starts from what else is asked.
    where.push(present ? `EXISTS (SELECT ${tag})` : `(SELECT true ${tag} LIMIT 1) IS NULL`);
  }
}

function narrowByTime(conditions: Conditions, query: ResourceNarrowing): void {
  addMadeBetween(conditions, 'r', query.createdFrom, query.createdTo);
  addHappenedBetween(conditions, 'r', 'changed_at', query.changedFrom, query.changedTo);
}

function narrowByFailure({ add }: Conditions, query: ResourceNarrowing, bounds: Bounds): void {
  add(
    query.failedSince,
    (p) => `EXISTS (SELECT FROM operation f WHERE f.target_id = r.id AND f.status = 'FAILED'
      AND f.completed_at >= ${p}::timestamptz${bounds('f.target_id')})`,
  );
}
