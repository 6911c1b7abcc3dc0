import type { Sql } from '#libs/database';
import { amongAll } from '../pages/among-all.js';
import { Conditions } from '../pages/conditions.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
import { addLocated } from '../pages/locations.js';
import { addMadeBetween } from '../pages/made-between.js';
import { addNamedInOrder } from '../pages/name-patterns.js';

/** A resource group or a workspace that stands in Azure and that no team has. */
export interface UnclaimedRow {
  id: string;
  kind: 'RESOURCE_GROUP' | 'WORKSPACE';
  name: string;
  armId: string;
  subscriptionId: string;
  location: string;
  /** As its kind observes it. */
  observed: unknown;
  foundAt: Date;
}

export interface UnclaimedQuery {
  visible: 'all' | readonly string[];
  kinds?: readonly UnclaimedRow['kind'][];
  subscriptionId?: string;
  subscriptionIds?: readonly string[];
  locations?: readonly string[];
  nameContains?: string;
  nameStartsWith?: string;
  foundFrom?: Date;
  foundTo?: Date;
}

/**
 * A group belongs to nobody who could be asked; what stands in a group of a team is that team's to see. As an array, so that PostgreSQL
 * begins from the groups, which are few.
 */
const seenBy = (
  teams: string,
): string => `f.group_key = ANY (ARRAY(SELECT g.arm_id_key FROM resource g
  WHERE g.kind = 'RESOURCE_GROUP' AND g.gone_at IS NULL AND g.team_id = ANY (${teams}::uuid[])))`;

/** As a value, and not NOT EXISTS, for which PostgreSQL would read the whole of both tables to join them. */
const isNobodys = `NOT coalesce((SELECT true FROM resource r
  WHERE r.arm_id_key = f.arm_id_key AND r.gone_at IS NULL LIMIT 1), false)`;

/** What was listed and no team has, newest first, as far as the teams see it. */
export async function readUnclaimed(
  sql: Sql,
  query: UnclaimedQuery,
  page: Page,
): Promise<PageOf<UnclaimedRow>> {
  const { where, values } = conditionsOf(query);
  return keyset<UnclaimedRow>(sql, page, {
    columns: `f.id, f.kind, f.name, f.arm_id AS "armId", f.subscription_id AS "subscriptionId", f.location,
        f.observed, f.found_at AS "foundAt"`,
    from: 'listed_resource f',
    key: 'f.id',
    name: 'f.name',
    cast: 'uuid',
    where,
    values,
    planOnce: false,
  });
}

function conditionsOf({ visible, ...query }: UnclaimedQuery): Conditions {
  const conditions = new Conditions();
  const { where, bind, add } = conditions;
  where.push(isNobodys);
  if (visible !== 'all') where.push(seenBy(bind(visible)));
  const { subscriptionId, subscriptionIds, kinds, foundFrom, foundTo } = query;
  add(amongAll(subscriptionId, subscriptionIds), (p) => `f.subscription_id = ANY (${p}::text[])`);
  add(kinds, (p) => `f.kind = ANY (${p}::text[])`);
  addLocated(conditions, 'f.location', query.locations);
  addNamedInOrder(conditions, 'f.name', query.nameContains, query.nameStartsWith);
  addMadeBetween(conditions, 'f', foundFrom, foundTo, 'found_at');
  return conditions;
}
