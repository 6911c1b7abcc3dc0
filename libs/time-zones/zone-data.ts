import moment from 'moment-timezone';

/**
 * The one door to IANA's time zone data, which come with a package that is pinned: the runtime's own are as old as the
 * runtime (ADR 0014). Zones are unpacked when first asked for and kept by the package; its tables end with 2037, and
 * what comes later keeps the last offset.
 */
const zones = moment.tz;

/** IANA's release of the data, e.g. 2026f. */
export const zoneDataRelease: string = zones.dataVersion;

/** Every name in the data, old ones too, by its lower-case form. */
const names: ReadonlyMap<string, string> = new Map(
  zones.names().map((name) => [name.toLowerCase(), name]),
);

/** A name as the data spell it; undefined where they have no such zone. */
export const spelledName = (name: string): string | undefined => names.get(name.toLowerCase());

/** Milliseconds by which a zone's clock is ahead of UTC at an instant. Throws for a zone that the data do not have. */
export function utcOffset(zone: string, instant: number): number {
  const found = zones.zone(zone);
  if (!found) throw new Error(`reading the clock of ${zone}: no such zone`);
  return Math.round(-found.utcOffset(instant) * 60_000);
}
