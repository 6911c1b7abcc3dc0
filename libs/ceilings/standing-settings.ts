import { kinds } from '#libs/kinds';
import { shownSettings, type StoredRow } from '#libs/resources';

/** The settings of what stands: what Azure has, and where that is not known what was asked for. */
export function standingSettings(row: StoredRow): object {
  const kind = kinds.of(row.kind);
  const { desired, observed } = kind.read(row);
  return shownSettings(kind.settings, desired as never, observed);
}
