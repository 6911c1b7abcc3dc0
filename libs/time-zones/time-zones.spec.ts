import { describe, expect, it } from 'vitest';
import { currentNames } from './canonical-name.js';
import { dayMs, instantsOf, localDay } from './local-day.js';
import { findTimeZone, timeZoneProblem } from './find-time-zone.js';
import { utcOffset, zoneDataRelease } from './zone-data.js';
import { windowsZones } from './windows-zones.js';

const now = new Date('2026-11-21T08:00:00Z');
const containing = (names: string[]): unknown => expect.arrayContaining(names);

describe('a time zone, by any of its names', () => {
  it.each([
    ['Europe/Berlin', 'W. Europe Standard Time'],
    ['europe/berlin', 'W. Europe Standard Time'],
    ['Europe/Kyiv', 'FLE Standard Time'],
    ['Europe/Kiev', 'FLE Standard Time'],
    ['Asia/Kolkata', 'India Standard Time'],
    ['Asia/Calcutta', 'India Standard Time'],
    ['US/Pacific', 'Pacific Standard Time'],
    ['America/Los_Angeles', 'Pacific Standard Time'],
    ['America/Chihuahua', 'Central Standard Time (Mexico)'],
    ['America/Mazatlan', 'Mountain Standard Time (Mexico)'],
    ['America/Ojinaga', 'Central Standard Time'],
    ['America/Ciudad_Juarez', 'Mountain Standard Time'],
    ['Asia/Bishkek', 'Central Asia Standard Time'],
    ['pacific STANDARD time', 'Pacific Standard Time'],
    ['utc', 'UTC'],
    ['Etc/UTC', 'UTC'],
    ['UTC', 'UTC'],
    ['Zulu', 'UTC'],
    ['GMT', 'UTC'],
    ['America/Havana', 'Cuba Standard Time'],
    ['Cuba', 'Cuba Standard Time'],
    ['America/Coyhaique', 'Magallanes Standard Time'],
  ])('%s is %s to Azure', (name, windowsName) => {
    expect(findTimeZone(name)?.windowsName).toBe(windowsName);
    expect(timeZoneProblem(name, now)).toBeUndefined();
  });

  it.each(['', '+01:00', '-0800', 'Europe/Berln', 'Pacific Time', 'constructor', '__proto__'])(
    '%j is none',
    (name) => {
      expect(findTimeZone(name)).toBeUndefined();
      expect(timeZoneProblem(name, now)?.kind).toBe('UNKNOWN');
    },
  );

  it('suggests what is near', () => {
    expect(timeZoneProblem('Europe/Berln', now)).toMatchObject({
      similar: containing(['Europe/Berlin']),
    });
    expect(timeZoneProblem('W Europe Standart Time', now)).toMatchObject({
      similar: containing(['W. Europe Standard Time']),
    });
  });
});

describe('a zone whose clock its Windows zone does not keep', () => {
  it.each([
    ['America/Scoresbysund', 'Azores Standard Time', 'Greenland Standard Time'],
    ['Antarctica/Casey', 'Central Pacific Standard Time', 'W. Australia Standard Time'],
    ['America/Vancouver', 'Pacific Standard Time', 'US Mountain Standard Time'],
    ['America/Edmonton', 'Mountain Standard Time', 'Canada Central Standard Time'],
    ['America/Inuvik', 'Mountain Standard Time', 'Canada Central Standard Time'],
    ['America/Winnipeg', 'Central Standard Time', 'SA Pacific Standard Time'],
    ['Canada/Central', 'Central Standard Time', 'Eastern Standard Time (Mexico)'],
    ['america/rainy_river', 'Central Standard Time', 'SA Pacific Standard Time'],
  ])('%s is not %s but keeps the clock of %s', (name, windowsName, other) => {
    expect(timeZoneProblem(name, now)).toMatchObject({
      kind: 'OTHER_CLOCK',
      windowsName,
      instead: containing([other]),
    });
  });

  it.each(['America/Vancouver', 'America/Winnipeg'])(
    'tells the first day of the difference before it comes: %s',
    (name) => {
      expect(timeZoneProblem(name, new Date('2026-06-01'))).toMatchObject({
        since: new Date('2026-11-01'),
      });
    },
  );

  it('has none at all for Troll', () => {
    expect(timeZoneProblem('Antarctica/Troll', now)).toEqual({
      kind: 'NO_WINDOWS_ZONE',
      instead: [],
    });
  });
});

describe("Windows' zones", () => {
  it('each keep the clock of a zone that stands for them', () => {
    const { clocks, windowsNames } = windowsZones();
    expect(clocks.size).toBeGreaterThan(130);
    for (const [windowsName, clock] of clocks) expect(windowsNames.get(clock)).toBe(windowsName);
  });

  it('stand for every zone that Unicode or this machine knows, but for few', () => {
    for (const names of [currentNames(), Intl.supportedValuesOf('timeZone')])
      expect(names.filter((name) => !findTimeZone(name))).toEqual(['Antarctica/Troll']);
  });
});

describe('the data', () => {
  it('say which they are, and are no older than what they must know', () => {
    expect(zoneDataRelease).toMatch(/^20\d\d[a-z]$/);
    expect(zoneDataRelease >= '2026f').toBe(true);
  });

  // Manitoba and the western Northwest Territories do not put their clocks back any more from November 2026, nor does Cuba.
  it.each([
    ['America/Winnipeg', -6, -5, -5, -5],
    ['America/Inuvik', -7, -6, -6, -6],
    ['America/Havana', -5, -4, -4, -4],
    ['America/Chicago', -6, -5, -6, -5],
    ['Europe/Berlin', 1, 2, 1, 2],
  ])('%s is %d and %d hours ahead of UTC up to November 2026, then %d and %d', (zone, ...hours) => {
    const seasons = ['2026-01-15', '2026-07-15', '2026-11-28', '2027-07-15'];
    expect(seasons.map((day) => utcOffset(zone, Date.parse(day)) / 3_600_000)).toEqual(hours);
  });

  it('name the zone that they do not have', () => {
    expect(() => utcOffset('Mars/Base', 0)).toThrow('Mars/Base');
  });
});

describe('a local day', () => {
  const dayOf = (date: string) => Date.parse(date) / dayMs;
  const instants = (zone: string, date: string, times: string[]) =>
    instantsOf(
      zone,
      dayOf(date),
      times.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))),
    ).map((instant) => new Date(instant).toISOString().slice(5, 16));

  it.each([
    // Put forward by an hour at 02:00: 02:30 is read as before the change.
    ['Europe/Berlin', '2026-03-29', '01:59 02:00 02:30 03:00', '00:59 01:00 01:30 01:00', '03-29'],
    // Put back by an hour at 03:00: of two 02:30s the first.
    ['Europe/Berlin', '2026-10-25', '01:59 02:00 02:59 03:00', '23:59 00:00 00:59 02:00', '10-25'],
    ['America/New_York', '2026-03-08', '01:30 02:30 03:30', '06:30 07:30 07:30', '03-08'],
    ['America/New_York', '2026-11-01', '00:30 01:30 02:30', '04:30 05:30 07:30', '11-01'],
    ['Australia/Lord_Howe', '2026-10-04', '01:45 02:15 02:45', '15:15 15:45 15:45', '10-03'],
    ['Australia/Lord_Howe', '2026-04-05', '01:15 01:45 02:15', '14:15 14:45 15:45', '04-04'],
    ['Pacific/Auckland', '2026-09-27', '01:30 02:30 03:30', '13:30 14:30 14:30', '09-26'],
    ['Pacific/Auckland', '2026-04-05', '01:30 02:30 03:30', '12:30 13:30 15:30', '04-04'],
    ['America/Winnipeg', '2026-10-31', '18:00', '23:00', '10-31'],
    ['America/Winnipeg', '2026-11-01', '00:30 01:30 18:00', '05:30 06:30 23:00', '11-01'],
    ['America/Winnipeg', '2027-03-14', '01:30 02:30 18:00', '06:30 07:30 23:00', '03-14'],
    ['America/Winnipeg', '2026-01-15', '18:00', '00:00', '01-16'],
    ['America/Havana', '2026-10-31', '18:00', '22:00', '10-31'],
    ['America/Havana', '2026-11-01', '00:30 01:30 18:00', '04:30 05:30 22:00', '11-01'],
    ['America/Havana', '2026-01-15', '18:00', '23:00', '01-15'],
    ['Asia/Kathmandu', '2026-06-01', '00:00 23:59', '18:15 18:14', '06-01'],
  ])('%s on %s: %s is %s', (zone, date, times, expected, utcDate) => {
    const found = instants(zone, date, times.split(' '));
    expect(found.map((instant) => instant.slice(6))).toEqual(expected.split(' '));
    expect(found.at(-1)?.slice(0, 5)).toBe(utcDate);
  });

  it('ends where the clock says so', () => {
    expect(localDay('Pacific/Kiritimati', Date.parse('2026-06-01T10:00Z'))).toBe(
      dayOf('2026-06-02'),
    );
    expect(localDay('Pacific/Pago_Pago', Date.parse('2026-06-01T10:59Z'))).toBe(
      dayOf('2026-05-31'),
    );
  });
});
