import type { z } from 'zod';
import { readRow, type ReadRow, type StoredRow } from '../stored-row.js';
import { adoptedSettings, expectedSettings } from './adopted-settings.rules.js';
import type { AskedOf, FoundOf, Settings } from './setting.rules.js';

/** What a kind's rows keep, beside its table. */
interface Kept<T extends Settings, Observed extends z.ZodObject> {
  desired: z.ZodObject;
  observed: Observed;
  /** What of `observed` is no setting, as it is before Azure has said it. */
  unsaid(asked: AskedOf<T>): Omit<z.output<Observed>, keyof FoundOf<T>>;
  /** What would have been asked for, where the table alone does not tell. */
  adopt?(found: object): AskedOf<T>;
}

/** Reads rows of a kind as far as they go, by its table. */
export const settingsReader = <T extends Settings, Observed extends z.ZodObject>(
  settings: T,
  {
    desired,
    observed,
    unsaid,
    adopt = (found) => adoptedSettings(settings, found),
  }: Kept<T, Observed>,
) => {
  const toldBy = Object.fromEntries(
    Object.entries(settings).flatMap(([name, { observedAs }]) =>
      observedAs === undefined ? [] : [[name, observedAs]],
    ),
  );
  const reader = {
    desired,
    observed,
    asked: (found: object, { location }: StoredRow) => adopt({ location, ...found }),
    found: (stored: object) => {
      const asked = stored as AskedOf<T>;
      return { ...unsaid(asked), ...expectedSettings(settings, asked) } as z.output<Observed>;
    },
    toldBy,
  };
  return (row: StoredRow) => readRow(reader, row) as ReadRow<AskedOf<T>, z.output<Observed>>;
};
