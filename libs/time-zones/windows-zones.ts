import { createRequire } from 'node:module';
import { z } from 'zod';
import { canonicalName } from './canonical-name.js';

/** Unicode's mapping between Windows zones and IANA's, as `cldr-core` carries it. */
const mapping = z.object({
  supplemental: z.object({
    windowsZones: z.object({
      mapTimezones: z.array(
        z.object({
          mapZone: z.object({ _other: z.string(), _type: z.string(), _territory: z.string() }),
        }),
      ),
    }),
  }),
});

interface WindowsZones {
  /** The canonical IANA zone of each Windows zone's default territory, under the exact Windows name. */
  clocks: ReadonlyMap<string, string>;
  /** Exact Windows names under their lower-case form. */
  names: ReadonlyMap<string, string>;
  /** The Windows name of each canonical IANA name that has one. */
  windowsNames: ReadonlyMap<string, string>;
}

let zones: WindowsZones | undefined;

/** Every Windows zone; read when first asked for. */
export const windowsZones = (): WindowsZones => (zones ??= readZones());

function readZones(): WindowsZones {
  const rows = readRows();
  const defaults = rows.filter(({ territory }) => territory === '001');
  return {
    clocks: new Map(defaults.map(({ windows, iana }) => [windows, iana])),
    names: new Map(defaults.map(({ windows }) => [windows.toLowerCase(), windows])),
    windowsNames: new Map(rows.map(({ iana, windows }) => [iana, windows])),
  };
}

/** One row per IANA zone. CLDR keeps the names that a zone had first (Asia/Calcutta): both sides are made canonical. */
function readRows(): { windows: string; iana: string; territory: string }[] {
  const require = createRequire(import.meta.url);
  const file = mapping.parse(require('cldr-core/supplemental/windowsZones.json'));
  return file.supplemental.windowsZones.mapTimezones.flatMap(({ mapZone }) =>
    mapZone._type
      .split(' ')
      .map((name) => canonicalName(name))
      .filter((iana) => iana !== undefined)
      .map((iana) => ({ windows: mapZone._other, iana, territory: mapZone._territory })),
  );
}
