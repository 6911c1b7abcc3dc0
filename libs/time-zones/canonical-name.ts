import { createRequire } from 'node:module';
import { z } from 'zod';
import { spelledName } from './zone-data.js';

/** Unicode's list of zones, each with every name that it has had, as `cldr-bcp47` carries it. */
const list = z.object({
  keyword: z.object({
    u: z.object({
      tz: z.record(
        z.string(),
        z.union([
          z.string(),
          z.object({
            _alias: z.string().optional(),
            _iana: z.string().optional(),
            _preferred: z.string().optional(),
          }),
        ]),
      ),
    }),
  }),
});

interface ZoneNames {
  /** The canonical name of each name, in lower case. */
  canonical: ReadonlyMap<string, string>;
  /** What IANA calls each zone today. */
  current: readonly string[];
}

let zoneNames: ZoneNames | undefined;

/** Read when first asked for. */
const readOnce = (): ZoneNames => (zoneNames ??= readNames());

/**
 * The one name of a zone that has several, the first that it had: Asia/Calcutta for Asia/Kolkata, America/Los_Angeles
 * for US/Pacific, in any case. Undefined for what is no IANA name; offsets such as +01:00 are none.
 */
export function canonicalName(name: string): string | undefined {
  const spelled = spelledName(name);
  return spelled === undefined
    ? undefined
    : (readOnce().canonical.get(spelled.toLowerCase()) ?? spelled);
}

/** Each zone by the name that IANA gives it today. */
export const currentNames = (): readonly string[] => readOnce().current;

function readNames(): ZoneNames {
  const file = list.parse(createRequire(import.meta.url)('cldr-bcp47/bcp47/timezone.json'));
  const zones = new Map(
    Object.entries(file.keyword.u.tz).flatMap(([key, zone]) =>
      typeof zone === 'string' ? [] : [[key, { ...zone, names: zone._alias?.split(' ') ?? [] }]],
    ),
  );
  const canonical = new Map<string, string>();
  const current = new Set<string>();
  for (const { names, _preferred, _iana } of zones.values()) {
    const [first] = _preferred ? (zones.get(_preferred)?.names ?? []) : names;
    if (first === undefined || spelledName(first) === undefined) continue;
    current.add(_preferred ? first : (_iana ?? first));
    for (const name of names) canonical.set(name.toLowerCase(), first);
  }
  return { canonical, current: [...current] };
}
