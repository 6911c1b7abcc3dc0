import { foundOf } from './compare-settings.rules.js';
import {
  isTold,
  type AskedOf,
  type Setting,
  type Settings,
  type ShownOf,
} from './setting.rules.js';

/** What pages show of a setting: as Azure has it, and as asked for where it has not told (ADR 0022). */
export function shownSetting<T extends Settings, Name extends keyof T & string>(
  settings: T,
  name: Name,
  desired: AskedOf<T>,
  observed: object | null,
): ShownOf<T>[Name] {
  const one = settings[name] as Setting;
  const found = observed && isTold(one) ? foundOf(name, one, observed) : undefined;
  return one.shown(desired[name], found) as ShownOf<T>[Name];
}

/** What pages show of all settings. */
export const shownSettings = <T extends Settings>(
  settings: T,
  desired: AskedOf<T>,
  observed: object | null,
): ShownOf<T> =>
  Object.fromEntries(
    Object.keys(settings).map((name) => [name, shownSetting(settings, name, desired, observed)]),
  ) as ShownOf<T>;
