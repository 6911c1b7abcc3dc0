import type { Sql } from '#libs/database';
import { checkOffered, nothing, vmSizeKey, type Findings, type WantedOffer } from '#libs/resources';
import { readAllSizes, readOffers } from './offers.repository.js';

/**
 * Whether the region has what is asked for, by what Azure last listed; it is not asked now. What is not known refuses
 * nothing. One statement, and a second one to say what there is instead.
 */
export async function checkOffers(
  sql: Sql,
  subscriptionId: string,
  wanted: WantedOffer | undefined,
): Promise<Findings> {
  if (!wanted) return nothing;
  const place = { subscriptionId, location: wanted.location };
  const sizeKey = vmSizeKey(wanted.size?.vmSize ?? '');
  const known = await readOffers(sql, place, sizeKey);
  const findings = checkOffered(wanted, known);
  if (!findings.errors.some(({ code }) => code === 'SIZE_NOT_SUPPORTED')) return findings;
  return checkOffered(wanted, { ...known, ...(await readAllSizes(sql, place, sizeKey)) });
}
