import type { Sql } from '#libs/database';
import { Conditions } from '../pages/conditions.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';

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

/** A group belongs to nobody who could be asked; what stands in a group of a team is that team's to see. */
const seenBy = (teams: string): string => `EXISTS (SELECT FROM resource g
  WHERE g.arm_id_key = f.group_key AND g.kind = 'RESOURCE_GROUP' AND g.gone_at IS NULL AND g.team_id = ANY (${teams}::uuid[]))`;

/** What was listed and no team has, newest first, as far as the teams see it. */
export async function readUnclaimed(
  sql: Sql,
  visible: 'all' | readonly string[],
  subscriptionId: string | null,
  page: Page,
): Promise<PageOf<UnclaimedRow>> {
  const { where, values, bind, add } = new Conditions();
  where.push(
    `NOT EXISTS (SELECT FROM resource r WHERE r.arm_id_key = f.arm_id_key AND r.gone_at IS NULL)`,
  );
  if (visible !== 'all') where.push(seenBy(bind(visible)));
  add(subscriptionId?.toLowerCase(), (p) => `f.subscription_id = ${p}`);
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
