import { LRUCache } from 'lru-cache';

const known = new LRUCache<string, { name: string | undefined }>({ max: 2000 });

/**
 * The one name of a zone that has several: for Europe/Kyiv and Europe/Kiev, US/Pacific and America/Los_Angeles,
 * in any case. Undefined for what is no IANA name; offsets such as +01:00 are none.
 */
export function canonicalName(name: string): string | undefined {
  const key = name.toLowerCase();
  const found = known.get(key);
  if (found) return found.name;
  const canonical = askIntl(name);
  known.set(key, { name: canonical });
  return canonical;
}

function askIntl(name: string): string | undefined {
  if (!/^[a-z]/i.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
