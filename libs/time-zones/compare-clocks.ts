import { LRUCache } from 'lru-cache';
import { dayMs, findChange } from './local-day.js';
import { utcOffset } from './zone-data.js';

/** How far ahead clocks are compared: as far as governments announce their rules, and more. */
const comparedDays = 3 * 366;
/** One look in each season tells most clocks apart. */
const seasonDays = 91;

const compared = new LRUCache<string, { day: number | undefined }>({ max: 5000 });

/** The first day in UTC of the coming three years on which two zones' clocks differ; undefined: on none. */
export function firstDifference(a: string, b: string, from: Date): Date | undefined {
  const today = Math.floor(from.getTime() / dayMs);
  const key = `${a} ${b} ${today}`;
  const known = compared.get(key) ?? { day: findDifference(a, b, today) };
  compared.set(key, known);
  return known.day === undefined ? undefined : new Date(known.day * dayMs);
}

const findDifference = (a: string, b: string, today: number): number | undefined =>
  a === b ? undefined : daysFrom(today, 1).find((day) => differOn(a, b, day));

const daysFrom = (today: number, step: number): number[] =>
  Array.from({ length: Math.ceil(comparedDays / step) }, (_, index) => today + index * step);

const differAt = (a: string, b: string, day: number): boolean =>
  utcOffset(a, day * dayMs) !== utcOffset(b, day * dayMs);

function differOn(a: string, b: string, day: number): boolean {
  if (differAt(a, b, day) || differAt(a, b, day + 1)) return true;
  const [from, to] = [day * dayMs, (day + 1) * dayMs];
  if (utcOffset(a, from) === utcOffset(a, to)) return false;
  return findChange(a, from, to) !== findChange(b, from, to);
}

/** True where two zones' clocks read the same in each of the coming three years' days. */
export const sameClock = (a: string, b: string, from: Date): boolean => {
  const seasons = daysFrom(Math.floor(from.getTime() / dayMs), seasonDays);
  return !seasons.some((day) => differAt(a, b, day)) && firstDifference(a, b, from) === undefined;
};
