import { LRUCache } from 'lru-cache';
import { utcOffset } from './zone-data.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Days from 1970-01-01 to the date that the zone's clock shows at an instant. */
export const localDay = (zone: string, instant: number): number =>
  Math.floor((instant + utcOffset(zone, instant)) / dayMs);

/**
 * The instants at which the zone's clock reads each of these minutes of a day, in their order. A time that comes twice,
 * because the clock is put back, is the first of the two; a time that is left out, because the clock is put forward, is
 * read by the clock as it was before: 02:30 becomes 03:30.
 */
export function instantsOf(zone: string, day: number, minutes: readonly number[]): number[] {
  const { before, after, change } = clockOn(zone, day);
  return minutes.map((minute) => {
    const reading = day * dayMs + minute * minuteMs;
    return reading - before >= change && reading - after >= change
      ? reading - after
      : reading - before;
  });
}

/** The offsets round a day, and the instant of the second; `Infinity` where the clock is not changed. */
interface LocalClock {
  before: number;
  after: number;
  change: number;
}

const clocks = new LRUCache<string, LocalClock>({ max: 10_000 });

function clockOn(zone: string, day: number): LocalClock {
  const key = `${zone} ${day}`;
  const known = clocks.get(key);
  if (known) return known;
  const clock = readClock(zone, day * dayMs);
  clocks.set(key, clock);
  return clock;
}

function readClock(zone: string, midnight: number): LocalClock {
  // No clock is more than 14 hours ahead of UTC or 12 behind: the whole day lies between these two instants.
  const [from, to] = [midnight - 15 * hourMs, midnight + dayMs + 13 * hourMs];
  const [before, after] = [utcOffset(zone, from), utcOffset(zone, to)];
  return { before, after, change: before === after ? Infinity : findChange(zone, from, to) };
}

/** The first instant of the offset that holds at `to`; the clock changes once between the two. */
export function findChange(zone: string, from: number, to: number): number {
  const before = utcOffset(zone, from);
  let [low, high] = [from, to];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (utcOffset(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
