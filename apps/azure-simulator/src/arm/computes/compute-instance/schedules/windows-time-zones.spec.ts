import { describe, expect, it } from 'vitest';
import { localMs } from './local-time.js';
import { ianaZone } from './windows-time-zones.js';

describe('Windows time zones', () => {
  it.each([
    ['W. Europe Standard Time', '2026-01-01T13:00'],
    ['pacific standard time', '2026-01-01T04:00'],
    ['India Standard Time', '2026-01-01T17:30'],
    ['UTC-11', '2026-01-01T01:00'],
    ['UTC', '2026-01-01T12:00'],
  ])('%s is at %s when UTC is at noon', (name, shown) => {
    const local = localMs(ianaZone(name) ?? '', Date.parse('2026-01-01T12:00:00Z'));
    expect(new Date(local).toISOString().slice(0, 16)).toBe(shown);
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Etc/UTC', 'CET', ''])('%s is none', (name) => {
    expect(ianaZone(name)).toBeUndefined();
  });
});
