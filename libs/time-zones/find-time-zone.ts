import { canonicalName } from './canonical-name.js';
import { firstDifference, sameClock } from './compare-clocks.js';
import { similarNames } from './similar-names.js';
import { windowsZones } from './windows-zones.js';

/** A zone as Azure knows it. */
export interface TimeZone {
  /** In Windows' own spelling. */
  windowsName: string;
  /** The canonical IANA zone whose clock a Windows zone keeps: that of its default territory. */
  clock: string;
}

/** The Windows zone that a Windows or an IANA name stands for, in any case; undefined where there is none. */
export function findTimeZone(name: string): TimeZone | undefined {
  const { clocks, names, windowsNames } = windowsZones();
  const windowsName = names.get(name.toLowerCase()) ?? windowsNames.get(canonicalName(name) ?? '');
  const clock = windowsName === undefined ? undefined : clocks.get(windowsName);
  return windowsName === undefined || clock === undefined ? undefined : { windowsName, clock };
}

/** Why Azure cannot keep a zone's clock. `instead`: the Windows zones that read the same for three years. */
export type TimeZoneProblem =
  | { kind: 'UNKNOWN'; similar: string[] }
  | { kind: 'NO_WINDOWS_ZONE'; instead: string[] }
  | { kind: 'OTHER_CLOCK'; windowsName: string; since: Date; instead: string[] };

/**
 * What is wrong with a zone's name for Azure, which takes Windows names only; undefined: nothing. Some IANA zones keep
 * another clock than the Windows zone that stands for them (America/Vancouver from November 2026): sent as that one,
 * they would fire at the wrong hour.
 */
export function timeZoneProblem(name: string, now: Date): TimeZoneProblem | undefined {
  const { names } = windowsZones();
  if (names.has(name.toLowerCase())) return undefined;
  const iana = canonicalName(name);
  if (iana === undefined) return { kind: 'UNKNOWN', similar: similarNames(name) };
  const zone = findTimeZone(iana);
  if (!zone) return { kind: 'NO_WINDOWS_ZONE', instead: windowsNamesOf(iana, now) };
  const since = firstDifference(iana, zone.clock, now);
  if (!since) return undefined;
  const { windowsName } = zone;
  return { kind: 'OTHER_CLOCK', windowsName, since, instead: windowsNamesOf(iana, now) };
}

/** Every Windows zone that keeps an IANA zone's clock. */
const windowsNamesOf = (iana: string, now: Date): string[] =>
  [...windowsZones().clocks]
    .filter(([, clock]) => sameClock(iana, clock, now))
    .map(([windowsName]) => windowsName);
