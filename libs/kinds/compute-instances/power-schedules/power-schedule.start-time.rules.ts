/** What a clock that reads `yyyy-MM-ddTHH:mm:ss` would count in milliseconds from 1970 on; undefined for another form or no date. */
export function readStartTime(startTime: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(startTime)) return undefined;
  const reading = Date.parse(`${startTime}Z`);
  const real = !Number.isNaN(reading) && new Date(reading).toISOString().startsWith(startTime);
  return real ? reading : undefined;
}
