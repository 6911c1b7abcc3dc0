const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
};

/** What the clocks of an IANA zone show at `utcMs`, as the milliseconds at which UTC shows the same. */
export function localMs(zone: string, utcMs: number): number {
  const parts = formatOf(zone).formatToParts(utcMs);
  const read = (type: string): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const shown = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
  return shown + (((utcMs % 1000) + 1000) % 1000);
}

const offsets = new Map<string, number>();

/** Kept: the same few moments of a day are asked for again and again. */
function offsetMs(zone: string, utcMs: number): number {
  const key = `${zone}|${utcMs}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = localMs(zone, utcMs) - utcMs;
  offsets.set(key, offset);
  return offset;
}

const dayMs = 24 * 3600 * 1000;

/**
 * The moments at which the clocks of a zone show times of one day (`times` in milliseconds from its start `startMs`). A
 * time that clocks pass twice is meant the first time; one that they jump over comes later by the jump.
 */
export function utcTimes(zone: string, startMs: number, times: readonly number[]): number[] {
  const before = offsetMs(zone, startMs - dayMs);
  const after = offsetMs(zone, startMs + 2 * dayMs);
  return times.map((time) => {
    const local = startMs + time;
    if (before === after) return local - before;
    const isAfter = offsetMs(zone, local - before) !== before;
    return isAfter && offsetMs(zone, local - after) === after ? local - after : local - before;
  });
}
