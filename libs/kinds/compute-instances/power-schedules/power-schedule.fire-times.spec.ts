import { describe, expect, it } from 'vitest';
import { nextFireTimes } from './power-schedule.fire-times.rules.js';
import type { PowerSchedule, RecurrenceTrigger } from './power-schedule.schema.js';

const cron = (
  expression: string,
  timeZone = 'UTC',
  startTime: string | null = null,
): PowerSchedule => ({
  action: 'STOP',
  status: 'ENABLED',
  trigger: { cron: { expression, timeZone, startTime } },
});

const recurrence = (change: Partial<RecurrenceTrigger>): PowerSchedule => ({
  action: 'START',
  status: 'ENABLED',
  trigger: {
    recurrence: {
      frequency: 'DAY',
      interval: 1,
      timeZone: 'UTC',
      startTime: null,
      hours: [8],
      minutes: [0],
      weekDays: [],
      monthDays: [],
      ...change,
    },
  },
});

const times = (schedule: PowerSchedule, after: string, count = 3): string[] =>
  nextFireTimes(schedule, new Date(after), count).map((time) => time.toISOString().slice(0, 16));

describe('a schedule in UTC', () => {
  it('fires after the instant asked about, not at it', () => {
    expect(times(cron('0 18 * * *'), '2026-12-01T18:00:00Z', 2)).toEqual([
      '2026-12-02T18:00',
      '2026-12-03T18:00',
    ]);
    expect(times(cron('0 18 * * *'), '2026-12-01T17:59:59.999Z', 1)).toEqual(['2026-12-01T18:00']);
  });

  it('fires never before its startTime, and at it', () => {
    expect(times(cron('0 18 * * *', 'UTC', '2027-05-01T18:00:00'), '2026-12-01T00:00Z', 1)).toEqual(
      ['2027-05-01T18:00'],
    );
    expect(times(cron('0 18 * * *', 'UTC', '2027-05-01T18:00:01'), '2026-12-01T00:00Z', 1)).toEqual(
      ['2027-05-02T18:00'],
    );
  });

  it('does not fire while disabled, nor where it cannot be read', () => {
    expect(times({ ...cron('* * * * *'), status: 'DISABLED' }, '2026-12-01T00:00Z')).toEqual([]);
    expect(times(cron('* * * *'), '2026-12-01T00:00Z')).toEqual([]);
    expect(times(cron('* * * * *', 'Nowhere/Land'), '2026-12-01T00:00Z')).toEqual([]);
    expect(times(recurrence({ frequency: 'HOUR' }), '2026-12-01T00:00Z')).toEqual([]);
    expect(times(recurrence({ interval: 0 }), '2026-12-01T00:00Z')).toEqual([]);
  });

  it.each([
    ['0 0 29 2 *', ['2028-02-29T00:00', '2032-02-29T00:00', '2036-02-29T00:00']],
    ['0 0 30 2 *', []],
    // Both must hold, as NCronTab has it.
    ['0 9 13 * Fri', ['2027-08-13T09:00', '2028-10-13T09:00', '2029-04-13T09:00']],
    ['0 0 29 2 Mon', ['2044-02-29T00:00']],
    ['5/25 23 31 dec *', ['2026-12-31T23:05', '2026-12-31T23:30', '2026-12-31T23:55']],
    ['0 0 * * 0', ['2026-12-06T00:00', '2026-12-13T00:00', '2026-12-20T00:00']],
  ])('%s', (expression, expected) => {
    expect(times(cron(expression), '2026-12-01T00:00Z')).toEqual(expected);
  });
});

describe('a recurrence', () => {
  const monday = '2026-12-07T00:00Z';

  it('fires at every hour with every minute named', () => {
    expect(times(recurrence({ hours: [20, 8], minutes: [30, 0] }), monday, 5)).toEqual([
      '2026-12-07T08:00',
      '2026-12-07T08:30',
      '2026-12-07T20:00',
      '2026-12-07T20:30',
      '2026-12-08T08:00',
    ]);
  });

  it('counts days, weeks and months from its startTime', () => {
    const startTime = '2026-11-26T00:00:00';
    expect(times(recurrence({ interval: 3, startTime }), monday)).toEqual([
      '2026-12-08T08:00',
      '2026-12-11T08:00',
      '2026-12-14T08:00',
    ]);
    const weekly = { frequency: 'WEEK', interval: 2, startTime } as const;
    expect(times(recurrence({ ...weekly, weekDays: ['SUNDAY', 'MONDAY'] }), monday)).toEqual([
      '2026-12-07T08:00',
      '2026-12-13T08:00',
      '2026-12-21T08:00',
    ]);
    const monthly = { frequency: 'MONTH', interval: 2, startTime } as const;
    expect(times(recurrence({ ...monthly, monthDays: [31, 15] }), monday)).toEqual([
      '2027-01-15T08:00',
      '2027-01-31T08:00',
      '2027-03-15T08:00',
    ]);
  });

  it('that was made elsewhere by day, with days of the week, fires on those days alone', () => {
    const daily = recurrence({ weekDays: ['MONDAY', 'WEDNESDAY'] });
    expect(times(daily, '2026-12-07T00:00:00Z')).toEqual([
      '2026-12-07T08:00',
      '2026-12-09T08:00',
      '2026-12-14T08:00',
    ]);
  });

  it('counts from the day asked about without one', () => {
    const weekly = recurrence({ frequency: 'WEEK', interval: 2, weekDays: ['TUESDAY'] });
    expect(times(weekly, monday, 2)).toEqual(['2026-12-08T08:00', '2026-12-22T08:00']);
  });

  it("has the week of startTime on the zone's clock", () => {
    // Sunday evening in New York is Monday in UTC.
    const schedule = recurrence({
      frequency: 'WEEK',
      interval: 2,
      weekDays: ['SUNDAY'],
      timeZone: 'America/New_York',
      startTime: '2026-12-06T20:00:00',
    });
    expect(times(schedule, monday, 2)).toEqual(['2026-12-20T13:00', '2027-01-03T13:00']);
  });
});

describe('the changes of the clock', () => {
  const daily = (zone: string, from: string, expression: string) =>
    times(cron(expression, zone), from);

  it.each([
    ['Europe/Berlin', '2026-03-28T00:00Z', '30 2 * * *', '03-28T01:30 03-29T01:30 03-30T00:30'],
    ['Europe/Berlin', '2026-10-24T00:00Z', '30 2 * * *', '10-24T00:30 10-25T00:30 10-26T01:30'],
    ['America/New_York', '2026-03-07T00:00Z', '30 2 * * *', '03-07T07:30 03-08T07:30 03-09T06:30'],
    ['America/New_York', '2026-10-31T00:00Z', '30 1 * * *', '10-31T05:30 11-01T05:30 11-02T06:30'],
    ['Australia/Sydney', '2026-10-02T12:00Z', '30 2 * * *', '10-02T16:30 10-03T16:30 10-04T15:30'],
    ['Australia/Sydney', '2026-04-03T12:00Z', '30 2 * * *', '04-03T15:30 04-04T15:30 04-05T16:30'],
    [
      'Australia/Lord_Howe',
      '2026-10-02T12:00Z',
      '15 2 * * *',
      '10-02T15:45 10-03T15:45 10-04T15:15',
    ],
    [
      'Australia/Lord_Howe',
      '2026-04-03T12:00Z',
      '45 1 * * *',
      '04-03T14:45 04-04T14:45 04-05T15:15',
    ],
    ['America/Santiago', '2026-09-05T00:00Z', '30 0 * * *', '09-05T04:30 09-06T04:30 09-07T03:30'],
    ['America/Santiago', '2026-04-03T12:00Z', '30 23 * * *', '04-04T02:30 04-05T02:30 04-06T03:30'],
    ['Pacific/Auckland', '2026-09-25T00:00Z', '30 2 * * *', '09-25T14:30 09-26T14:30 09-27T13:30'],
    [
      'W. Europe Standard Time',
      '2026-03-28T00:00Z',
      '30 2 * * *',
      '03-28T01:30 03-29T01:30 03-30T00:30',
    ],
  ])('in %s from %s: %s', (zone, from, expression, expected) => {
    expect(daily(zone, from, expression).map((time) => time.slice(5))).toEqual(expected.split(' '));
  });

  it('fires today for a time left out yesterday', () => {
    // On 28 March Nuuk's clock goes from 23:00 to midnight.
    expect(daily('America/Nuuk', '2026-03-29T01:20Z', '45 23 * * *')).toEqual([
      '2026-03-29T01:45',
      '2026-03-30T00:45',
      '2026-03-31T00:45',
    ]);
  });

  it('fires once where a time left out and another one fall together', () => {
    expect(daily('Europe/Berlin', '2026-03-29T00:30Z', '0 2,3,4 * * *')).toEqual([
      '2026-03-29T01:00',
      '2026-03-29T02:00',
      '2026-03-30T00:00',
    ]);
  });
});

interface Reading {
  minute: number;
  hour: number;
  day: number;
  month: number;
  /** 0 is Sunday. */
  weekDay: number;
}

const step = 30 * 60_000;
const offsetOf = (format: Intl.DateTimeFormat, instant: number): number => {
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
};

/** Every minute of a clock's year as it reads them, each once: repeated ones at their first time, left out ones as the clock read before. */
function* readings(zone: string, from: number, to: number): Generator<[number, number]> {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  let before = offsetOf(format, from);
  let next = from + before;
  for (let instant = from; instant < to; instant += step) {
    const offset = offsetOf(format, instant);
    for (; next < instant + offset; next += 60_000) yield [next, next - before];
    for (; next < instant + offset + step; next += 60_000) yield [next, next - offset];
    before = offset;
  }
}

const readingOf = (local: number): Reading => {
  const date = new Date(local);
  return {
    minute: date.getUTCMinutes(),
    hour: date.getUTCHours(),
    day: date.getUTCDate(),
    month: date.getUTCMonth() + 1,
    weekDay: date.getUTCDay(),
  };
};

const expressions: [string, (reading: Reading) => boolean][] = [
  ['*/20 * * * *', ({ minute }) => minute % 20 === 0],
  ['15,45 0-3,22-23 * * *', ({ minute, hour }) => minute % 30 === 15 && (hour < 4 || hour > 21)],
  ['30 2 * * Sun', ({ minute, hour, weekDay }) => minute === 30 && hour === 2 && weekDay === 0],
  [
    '0 18 * * Mon-Fri',
    ({ minute, hour, weekDay }) => minute === 0 && hour === 18 && weekDay % 6 > 0,
  ],
  [
    '10/25 0 1-31/15 */5 *',
    ({ minute, hour, day, month }) =>
      [10, 35].includes(minute) &&
      hour === 0 &&
      [1, 16, 31].includes(day) &&
      [1, 6, 11].includes(month),
  ],
];

describe('against a clock read minute by minute for a year', () => {
  const [from, to] = [Date.parse('2026-02-01T00:00Z'), Date.parse('2027-02-01T00:00Z')];

  it.each([
    'Europe/Berlin',
    'America/New_York',
    'Australia/Sydney',
    'Australia/Lord_Howe',
    'America/Santiago',
    'America/Nuuk',
    'Africa/Cairo',
    'Africa/Casablanca',
  ])('%s', (zone) => {
    const minutes = Array.from(readings(zone, from, to), ([local, instant]) => ({
      reading: readingOf(local),
      instant,
    }));
    for (const [expression, matches] of expressions) {
      const expected = minutes
        .filter(({ reading }) => matches(reading))
        .map(({ instant }) => instant)
        .toSorted((a, b) => a - b)
        .filter((instant, index, all) => instant !== all[index - 1]);
      const schedule = cron(expression, zone);
      const found = nextFireTimes(schedule, new Date(from - 1), expected.length);
      expect(found.map(Number), expression).toEqual(expected);
      for (let at = 1; at < expected.length - 3; at += Math.ceil(expected.length / 40)) {
        const three = nextFireTimes(schedule, new Date(expected[at - 1]!), 3);
        expect(three.map(Number), expression).toEqual(expected.slice(at, at + 3));
      }
    }
  });
});

describe('a zone that changed its rules in November 2026', () => {
  const stop = (timeZone: string, after: string): string[] =>
    times(cron('0 18 * * *', timeZone), after, 4);

  it('fires by the new ones in Havana', () => {
    expect(stop('America/Havana', '2026-03-06T12:00Z')).toEqual([
      '2026-03-06T23:00',
      '2026-03-07T23:00',
      '2026-03-08T22:00',
      '2026-03-09T22:00',
    ]);
    const daysAfter = ['10-31T22:00', '11-01T22:00', '11-02T22:00', '11-03T22:00'];
    for (const name of ['America/Havana', 'Cuba Standard Time'])
      expect(stop(name, '2026-10-31T12:00Z')).toEqual(daysAfter.map((time) => `2026-${time}`));
    expect(stop('America/Havana', '2027-03-13T12:00Z').map((time) => time.slice(11))).toEqual(
      Array.from({ length: 4 }, () => '22:00'),
    );
  });

  it('fires in Winnipeg when its people mean it, by a zone that keeps their clock', () => {
    for (const name of ['SA Pacific Standard Time', 'Eastern Standard Time (Mexico)'])
      expect(stop(name, '2026-10-31T12:00Z')).toEqual([
        '2026-10-31T23:00',
        '2026-11-01T23:00',
        '2026-11-02T23:00',
        '2026-11-03T23:00',
      ]);
  });

  it('tells of a schedule that was sent as Central Standard Time that Azure fires an hour later', () => {
    expect(stop('America/Winnipeg', '2026-10-31T12:00Z')).toEqual([
      '2026-10-31T23:00',
      '2026-11-02T00:00',
      '2026-11-03T00:00',
      '2026-11-04T00:00',
    ]);
  });
});
