const formatters = new Map<string, Intl.DateTimeFormat>();

/** One per canonical zone name, of which there are some hundred. */
function formatterOf(zone: string): Intl.DateTimeFormat {
  const formatter = formatters.get(zone) ?? createFormatter(zone);
  formatters.set(zone, formatter);
  return formatter;
}

const createFormatter = (zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

const written = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/;

/** Milliseconds by which the zone's clock is ahead of UTC at an instant. `zone` is a canonical IANA name. */
export function utcOffset(zone: string, instant: number): number {
  if (zone === 'UTC') return 0;
  const seconds = Math.floor(instant / 1000) * 1000;
  const match = written.exec(formatterOf(zone).format(seconds));
  if (!match) throw new Error(`reading the clock of ${zone}: ${instant} has no date`);
  const [, month = 0, day, year = 0, hour, minute, second] = match.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - seconds;
}
