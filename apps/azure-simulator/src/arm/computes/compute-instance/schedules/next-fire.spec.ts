import { describe, expect, it } from 'vitest';
import type { PowerSchedule, ScheduleRecurrence } from '../instance-settings.js';
import { nextFireMs } from './next-fire.js';

const base = { id: '1', action: 'Stop', status: 'Enabled' } as const;
const since = Date.parse('2026-01-01T00:00:00Z');

const cron = (expression: string, timeZone = 'UTC', startTime?: string): PowerSchedule => ({
  ...base,
  triggerType: 'Cron',
  cron: { expression, timeZone, startTime },
});

const recurring = (recurrence: Partial<ScheduleRecurrence>): PowerSchedule => ({
  ...base,
  triggerType: 'Recurrence',
  recurrence: { frequency: 'Day', interval: 1, timeZone: 'UTC', ...recurrence },
});

/** The next fires after a moment, to the minute. */
function fires(schedule: PowerSchedule, after: string, count: number): string[] {
  const seen: string[] = [];
  let afterMs: number | undefined = Date.parse(after);
  while (seen.length < count) {
    afterMs = nextFireMs(schedule, afterMs, since);
    if (afterMs === undefined) return seen;
    seen.push(new Date(afterMs).toISOString().slice(0, 16));
  }
  return seen;
}

describe('a cron', () => {
  it('fires at its local time, across the days on which clocks change', () => {
    const daily = cron('30 18 * * *', 'Pacific Standard Time');
    expect(fires(daily, '2026-03-07T00:00:00Z', 3)).toEqual([
      '2026-03-07T02:30',
      '2026-03-08T02:30',
      '2026-03-09T01:30',
    ]);
    expect(fires(cron('0 8 * * *', 'W. Europe Standard Time'), '2026-10-24T00:00:00Z', 2)).toEqual([
      '2026-10-24T06:00',
      '2026-10-25T07:00',
    ]);
  });

  it('fires after the jump where clocks jump over its time', () => {
    const daily = cron('30 2 * * *', 'W. Europe Standard Time');
    expect(fires(daily, '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:30',
      '2026-03-30T00:30',
    ]);
  });

  it('fires once where clocks show its time twice', () => {
    const daily = cron('30 2 * * *', 'W. Europe Standard Time');
    expect(fires(daily, '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
  });

  it('loses no time near a jump', () => {
    const often = cron('0,30 2,3 * * *', 'W. Europe Standard Time');
    expect(fires(often, '2026-03-29T00:00:00Z', 3)).toEqual([
      '2026-03-29T01:00',
      '2026-03-29T01:30',
      '2026-03-30T00:00',
    ]);
  });

  it.each([
    ['0 9 * * 1-5', ['2026-01-02T09:00', '2026-01-05T09:00']],
    ['*/20 22 * * sat,sun', ['2026-01-03T22:00', '2026-01-03T22:20', '2026-01-03T22:40']],
    ['0 0 1 */6 *', ['2026-07-01T00:00', '2027-01-01T00:00']],
    ['15 6 13 * fri', ['2026-02-13T06:15', '2026-03-13T06:15']],
    ['0 12 * f w', ['2026-02-04T12:00', '2026-02-11T12:00']],
    ['0 12 29 2 *', ['2028-02-29T12:00']],
    ['0 12 30 2 *', []],
  ])('%s', (expression, expected) => {
    const seen = fires(cron(expression), '2026-01-01T12:00:00Z', expected.length || 1);
    expect(seen).toEqual(expected);
  });

  it('does not fire before its start, nor where it is disabled', () => {
    const later = cron('0 * * * *', 'Tokyo Standard Time', '2026-01-02T09:30:00');
    expect(fires(later, '2026-01-01T00:00:00Z', 1)).toEqual(['2026-01-02T01:00']);
    const off = { ...cron('0 * * * *'), status: 'Disabled' } as const;
    expect(fires(off, '2026-01-01T00:00:00Z', 1)).toEqual([]);
  });
});

describe('a recurrence', () => {
  it('of days fires on every so many, counted from its start', () => {
    const schedule = recurring({
      interval: 3,
      startTime: '2026-01-02T00:00:00',
      schedule: { hours: [20], minutes: [0, 30] },
    });
    expect(fires(schedule, '2026-01-01T00:00:00Z', 3)).toEqual([
      '2026-01-02T20:00',
      '2026-01-02T20:30',
      '2026-01-05T20:00',
    ]);
  });

  it('of weeks fires on its days of every so many weeks', () => {
    const schedule = recurring({
      frequency: 'Week',
      interval: 2,
      timeZone: 'India Standard Time',
      startTime: '2026-01-05T00:00:00',
      schedule: { hours: [9], minutes: [0], weekDays: ['Monday', 'Friday'] },
    });
    expect(fires(schedule, '2026-01-01T00:00:00Z', 3)).toEqual([
      '2026-01-05T03:30',
      '2026-01-09T03:30',
      '2026-01-19T03:30',
    ]);
  });

  it('of months leaves out the months without that day', () => {
    const schedule = recurring({
      frequency: 'Month',
      schedule: { hours: [0], minutes: [5], monthDays: [31] },
    });
    expect(fires(schedule, '2026-01-01T00:00:00Z', 3)).toEqual([
      '2026-01-31T00:05',
      '2026-03-31T00:05',
      '2026-05-31T00:05',
    ]);
  });

  it('of hours and minutes goes on in steps from its start', () => {
    const hours = recurring({
      frequency: 'Hour',
      interval: 5,
      timeZone: 'Pacific Standard Time',
      startTime: '2026-01-01T00:00:00',
    });
    expect(fires(hours, '2026-01-01T00:00:00Z', 2)).toEqual([
      '2026-01-01T08:00',
      '2026-01-01T13:00',
    ]);
    const minutes = recurring({ frequency: 'Minute', interval: 90 });
    expect(fires(minutes, '2026-01-01T00:00:00Z', 1)).toEqual(['2026-01-01T01:30']);
  });
});
