import { prepared, type Sql } from '#libs/database';
import type { EstimatedPrices } from '#libs/resources';
import type { ListedPrice } from './listed-price.value.js';
import type { PricedRegion } from './read-region.js';

/** What is stored of the prices of a region. */
export interface StoredPrices {
  /** What Azure Machine Learning told, by VM size in small letters; null where it was not read. */
  estimated: {
    readAt: string;
    sizes: Readonly<Record<string, { name?: string; usdHour?: EstimatedPrices }>>;
  } | null;
  /** What the Retail Prices API listed; null where nobody asked for the region before. */
  listed: {
    readAt: string | null;
    error: { code: string; message: string } | null;
    prices: readonly ListedPrice[];
  } | null;
}

export interface WantedPrices extends PricedRegion {
  /** Of which subscription what Azure Machine Learning tells; null: of none. */
  subscriptionId: string | null;
  /** VM sizes and other items, in small letters; null: all. */
  items: readonly string[] | null;
}

/** One row: both sources, of the sizes alone that are asked for. */
const findStatement = prepared<WantedPrices, StoredPrices>`
SELECT (
  SELECT jsonb_build_object('readAt', r.read_at, 'sizes', coalesce((
    SELECT jsonb_object_agg(s.key, jsonb_build_object('name', s.value -> 'name', 'usdHour', s.value -> 'usdHour'))
    FROM jsonb_each(r.body) s WHERE ${'items'}::text[] IS NULL OR s.key = ANY (${'items'}::text[])), '{}'))
  FROM azure_reading r
  WHERE r.subscription_id = lower(${'subscriptionId'}) AND r.what = 'vm-sizes' AND r.location = ${'location'} AND r.read_at IS NOT NULL
) AS estimated, (
  SELECT jsonb_build_object('readAt', l.read_at, 'error', l.error, 'prices', coalesce((
    SELECT jsonb_agg(jsonb_build_object('item', p.item, 'name', p.name, 'vmPriority', p.vm_priority,
      'amount', trim_scale(p.amount)::text, 'missingBecause', p.missing_because) ORDER BY p.item, p.vm_priority)
    FROM listed_price p WHERE p.location = l.location AND p.currency = l.currency
      AND (${'items'}::text[] IS NULL OR p.item = ANY (${'items'}::text[]))), '[]'))
  FROM price_list l WHERE l.location = ${'location'} AND l.currency = ${'currency'}
) AS listed`;

export async function findStored(sql: Sql, wanted: WantedPrices): Promise<StoredPrices> {
  const { rows } = await sql.query(findStatement(wanted));
  return rows[0] ?? { estimated: null, listed: null };
}
