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

/** Of more operations at once than this, the newest computes' count: `held` is then the least that it can be. */
const mostHolding = 1000;
/** Nobody notes again what was noted so lately. */
const notesKeepMinutes = 5;

const noUsages = raw(`u.body IS NULL`);

/**
 * The lines that may bind alone, of hundreds: totals, the family's, and those of this compute; without knowing the family, all.
 * One compute's line of another stands for all: that Azure tells of computes one by one.
 */
const findStatement = prepared<WantedQuota, StoredQuota>`
WITH usages AS (
  SELECT * FROM azure_reading WHERE subscription_id = ${'subscriptionId'} AND what = 'usages' AND location = ${'location'}
), sizes AS (
  SELECT body FROM azure_reading WHERE subscription_id = ${'subscriptionId'} AND what = 'vm-sizes' AND location = ${'location'}
), family AS (
  SELECT body -> (${'sizeKeys'}::text[])[1] ->> 'familyKey' AS key FROM sizes
), unfinished AS (
  SELECT o.kind, o.target_id FROM operation o
  WHERE ${isUnfinished('o')} AND EXISTS (SELECT FROM usages WHERE body IS NOT NULL)
  ORDER BY o.target_id DESC LIMIT ${mostHolding}
), holding AS (
  SELECT r.kind, o.kind AS operation, count(*)::int AS count, r.observed IS NULL AS "isUnseen",
    jsonb_build_object('vmSize', r.desired -> 'vmSize', 'vmPriority', r.desired -> 'vmPriority', 'scale', r.desired -> 'scale',
      'location', ${'location'}::text) AS settings,
    jsonb_build_object('vmSize', r.observed -> 'vmSize', 'state', r.observed -> 'state',
      'currentNodeCount', r.observed -> 'currentNodeCount') AS observed
  FROM unfinished o JOIN resource r ON r.id = o.target_id
  WHERE o.kind = ANY (${'operations'}::text[]) AND r.kind = ANY (${'machines'}::text[])
    AND lower(r.subscription_id) = ${'subscriptionId'} AND lower(replace(r.location, ' ', '')) = ${'location'}
    AND r.arm_id_key IS DISTINCT FROM ${'computeKey'}::text
  GROUP BY r.kind, o.kind, "isUnseen", settings, 6
)
SELECT u.read_at AS "readAt", coalesce(u.wanted_at > now() - ${notesKeepMinutes} * interval '1 minute', false)
    AND EXISTS (SELECT FROM sizes) AS "isNoted",
  CASE WHEN ${noUsages} THEN NULL ELSE coalesce((
    SELECT jsonb_agg(line) FROM jsonb_array_elements(u.body) line WHERE CASE line ->> 'of'
      WHEN 'REGION' THEN true WHEN 'COMPUTES' THEN true
      WHEN 'COMPUTE' THEN line ->> 'computeKey' = ${'computeKey'}::text
      ELSE line ->> 'familyKey' = coalesce((SELECT key FROM family), line ->> 'familyKey') END), '[]')
    || coalesce((SELECT jsonb_path_query_first(u.body, '$[*] ? (@.of == "COMPUTE")')), '[]') END AS usages,
  coalesce((SELECT jsonb_object_agg(key, body -> key) FROM sizes, unnest(${'sizeKeys'}::text[] || ARRAY(
    SELECT DISTINCT lower(of.size) FROM holding, LATERAL (VALUES (settings ->> 'vmSize'), (observed ->> 'vmSize')) of (size)
    WHERE of.size IS NOT NULL)) key WHERE body ? key), '{}') AS sizes,
  coalesce((SELECT jsonb_agg(jsonb_build_object('kind', kind, 'operation', operation, 'count', count, 'settings', settings,
    'standing', NULL, 'observed', CASE WHEN NOT "isUnseen" THEN observed END)) FROM holding), '[]') AS holding
FROM (SELECT 1) one LEFT JOIN usages u ON true`;

/** Everything that a region's quota is judged by, in one statement. */
export async function findQuota(sql: Sql, wanted: WantedQuota): Promise<StoredQuota> {
  const { rows } = await sql.query(findStatement(wanted));
  const [found] = rows;
  if (!found) throw new Error('a statement of one row answered none');
  return found;
}
