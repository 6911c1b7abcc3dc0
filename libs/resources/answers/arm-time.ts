/** RFC 3339 in UTC: Machine Learning writes seven decimals and an offset. Null where it wrote no time. */
export function armTime(written: string | null | undefined): string | null {
  const ms = Date.parse(written ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
