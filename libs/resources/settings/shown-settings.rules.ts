import { foundOf } from './compare-settings.rules.js';
import { isTold, type AskedOf, type Settings, type ShownOf } from './setting.rules.js';

/** What pages show of the settings: as Azure has them, and as asked for what it has not told (ADR 0022). */
export const shownSettings = <T extends Settings>(
  settings: T,
  desired: AskedOf<T>,
  observed: object | null,
): ShownOf<T> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, one]) => [
      name,
      one.shown(desired[name], observed && isTold(one) ? foundOf(name, one, observed) : undefined),
    ]),
  ) as ShownOf<T>;
