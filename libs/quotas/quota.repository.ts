import { isUnfinished, prepared, raw, type Sql } from '#libs/database';
import type { Usage, VmSizeFacts } from '#libs/resources';
import type { HoldingOperations } from './held-quota.rules.js';

/** What is looked up of a region. */
export interface WantedQuota {
  /** Lower case. */
  subscriptionId: string;
  location: string;
  /** VM sizes, lower case: the first is the one whose family counts. */
  sizeKeys: readonly string[];
  /** ARM id in lower case of the compute it is about; null: of none. */
  computeKey: string | null;
  /** Kinds that are made of machines. */
  machines: readonly string[];
  /** Operations of which each may take something. */
  operations: readonly string[];
}

export interface StoredQuota {
  usages: readonly Usage[] | null;
  readAt: string | null;
  /** Whether somebody noted lately that the numbers are wanted. */
  isNoted: boolean;
  sizes: Readonly<Record<string, VmSizeFacts>>;
  holding: readonly HoldingOperations[];
}

/** Operations of one kind that want the same. */
interface HoldingRow {
  kind: string;
  operation: string;
  count: number;
  isSeen: boolean;
  vmSize: string | null;
  vmPriority: string | null;
  least: number | null;
  most: number | null;
  vmSizeSeen: string | null;
  state: string | null;
  nodes: number | null;
}

/** Of more operations at once than this, the newest computes' count: `held` is then the least that it can be. */
const mostHolding = 300;
/** Nobody notes again what was noted so lately. */
const notesKeepMinutes = 5;

const noUsages = raw(`u.body IS NULL`);

/**
 * The lines that may bind alone, of hundreds: totals, the family's, and those of this compute; without knowing the family, all.
 * One compute's line of another stands for all: that Azure tells of computes one by one.
 */
const findStatement = prepared<
  WantedQuota,
  Omit<StoredQuota, 'holding'> & { holding: readonly HoldingRow[] }
>`
WITH usages AS (
  SELECT * FROM azure_reading WHERE subscription_id = ${'subscriptionId'} AND what = 'usages' AND location = ${'location'}
), sizes AS (
  SELECT body FROM azure_reading WHERE subscription_id = ${'subscriptionId'} AND what = 'vm-sizes' AND location = ${'location'}
), family AS (
  SELECT body -> (${'sizeKeys'}::text[])[1] ->> 'familyKey' AS key FROM sizes
), unfinished AS MATERIALIZED (
  SELECT o.kind, o.target_id FROM operation o
  WHERE ${isUnfinished('o')} AND o.kind = ANY (${'operations'}::text[]) AND EXISTS (SELECT FROM usages WHERE body IS NOT NULL)
  ORDER BY o.target_id DESC LIMIT ${mostHolding}
), holding AS MATERIALIZED (
  SELECT r.kind, o.kind AS operation, count(*)::int AS count, r.observed IS NOT NULL AS "isSeen", lower(r.desired ->> 'vmSize') AS "vmSize",
    r.desired ->> 'vmPriority' AS "vmPriority", (r.desired #>> '{scale,minNodeCount}')::int AS least,
    (r.desired #>> '{scale,maxNodeCount}')::int AS most, lower(r.observed ->> 'vmSize') AS "vmSizeSeen",
    r.observed ->> 'state' AS state, (r.observed ->> 'currentNodeCount')::int AS nodes
  FROM unfinished o, LATERAL (SELECT * FROM resource WHERE id = o.target_id LIMIT 1) r
  WHERE r.kind = ANY (${'machines'}::text[])
    AND lower(r.subscription_id) = ${'subscriptionId'} AND lower(replace(r.location, ' ', '')) = ${'location'}
    AND r.arm_id_key IS DISTINCT FROM ${'computeKey'}::text
  GROUP BY 1, 2, 4, 5, 6, 7, 8, 9, 10, 11
)
SELECT u.read_at AS "readAt", coalesce(u.wanted_at > now() - ${notesKeepMinutes} * interval '1 minute', false)
    AND EXISTS (SELECT FROM sizes) AS "isNoted",
  CASE WHEN ${noUsages} THEN NULL ELSE coalesce((
    SELECT jsonb_agg(line) FROM jsonb_array_elements(u.body) line WHERE CASE line ->> 'of'
      WHEN 'REGION' THEN true WHEN 'COMPUTES' THEN true
      WHEN 'COMPUTE' THEN line ->> 'computeKey' = ${'computeKey'}::text
      ELSE line ->> 'familyKey' = coalesce((SELECT key FROM family), line ->> 'familyKey') END), '[]')
    || coalesce((SELECT jsonb_path_query_first(u.body, '$[*] ? (@.of == "COMPUTE")')), '[]') END AS usages,
  coalesce((SELECT jsonb_object_agg(size.key, size.value) FROM sizes, jsonb_each(sizes.body) size
    WHERE size.key = ANY (${'sizeKeys'}::text[]) OR size.key IN (SELECT "vmSize" FROM holding UNION ALL SELECT "vmSizeSeen" FROM holding)),
    '{}') AS sizes,
  coalesce((SELECT jsonb_agg(row_to_json(holding)) FROM holding), '[]') AS holding
FROM (SELECT 1) one LEFT JOIN usages u ON true`;

/** Everything that a region's quota is judged by, in one statement. Operations are looked up one by one: joined, all of a region are read. */
export async function findQuota(sql: Sql, wanted: WantedQuota): Promise<StoredQuota> {
  const { rows } = await sql.query(findStatement(wanted));
  const [found] = rows;
  if (!found) throw new Error('a statement of one row answered none');
  return {
    ...found,
    holding: found.holding.map((row) => holdingOf(row, wanted.location)),
  };
}

/** As kinds read it, with what they look at alone. */
function holdingOf(
  { kind, operation, count, isSeen, vmSizeSeen, state, nodes, ...asked }: HoldingRow,
  location: string,
): HoldingOperations {
  const scale = { minNodeCount: asked.least, maxNodeCount: asked.most };
  return {
    kind,
    operation,
    count,
    settings: { vmSize: asked.vmSize, vmPriority: asked.vmPriority, location, scale },
    standing: null,
    observed: isSeen ? { vmSize: vmSizeSeen, state, currentNodeCount: nodes } : null,
  };
}
