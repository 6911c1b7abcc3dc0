import type { Sql } from '#libs/database';
import {
  checkOffered,
  nothing,
  vmSizeKey,
  type Findings,
  type KnownOffers,
  type WantedOffer,
} from '#libs/resources';
import { noteWanted, readAllSizes, readOffers, type StoredOffers } from './offers.repository.js';

/**
 * Whether the region has what is asked for, by what Azure last listed; it is not asked now. What is not known refuses
 * nothing, and is noted to be read. `stored`: what was read already, along with something else; else a statement reads it.
 */
export async function checkOffers(
  sql: Sql,
  subscriptionId: string,
  wanted: WantedOffer | undefined,
  stored?: StoredOffers | null,
): Promise<Findings> {
  if (!wanted) return nothing;
  const place = { subscriptionId, location: wanted.location };
  const sizeKey = vmSizeKey(wanted.size?.vmSize ?? '');
  const offers = stored ?? (await readOffers(sql, place, sizeKey));
  if (!offers.isNoted) await noteWanted(sql, place);
  const known = knownFrom(offers, sizeKey);
  const findings = checkOffered(wanted, known);
  if (!findings.errors.some(({ code }) => code === 'SIZE_NOT_SUPPORTED')) return findings;
  return checkOffered(wanted, { ...known, ...(await readAllSizes(sql, place, sizeKey)) });
}

const knownFrom = (
  { locations, sizesKnown, size }: StoredOffers,
  sizeKey: string,
): KnownOffers => ({
  locations,
  elsewhere: [],
  sizes: sizesKnown ? (size === null ? {} : { [sizeKey]: size }) : null,
});
