import { isTold, type AskedOf, type FoundOf, type Settings, type Fields } from './setting.rules.js';

/**
 * What would have been asked for of something that Azure has: what is not told has its default, or what stands in where
 * nobody knows.
 */
export const adoptedSettings = <T extends Settings>(settings: T, observed: object): AskedOf<T> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, one]) => {
      const found = (observed as Fields)[name];
      if (isTold(one) && found !== undefined) return [name, one.adopted(found)];
      return [name, one.default === undefined ? one.unknown : one.default];
    }),
  ) as AskedOf<T>;

/** What was asked for, as Azure would tell it; what it need not tell is left out. */
export const expectedSettings = <T extends Settings>(settings: T, desired: AskedOf<T>) =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, one]) => {
      const found = isTold(one) ? one.expected(desired[name]) : undefined;
      return found === undefined ? [] : [[name, found]];
    }),
  ) as FoundOf<T>;
