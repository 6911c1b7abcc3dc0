import { describe, expect, it } from 'vitest';
import type { Findings } from '../../../resources/findings.rules.js';
import { powerSchedulesBody } from './power-schedule.body.js';
import { samePowerSchedule } from './power-schedule.compare.js';
import { parseCron } from './power-schedule.cron.rules.js';
import { observePowerSchedules } from './power-schedule.observe.js';
import { checkPowerSchedules } from './power-schedule.rules.js';
import {
  powerScheduleSchema,
  type CronTrigger,
  type PowerSchedule,
  type RecurrenceTrigger,
} from './power-schedule.schema.js';

const now = new Date('2026-11-21T08:00:00Z');
const path = ['input', 'schedules'];

const cron = (
  change: Partial<CronTrigger>,
  action: PowerSchedule['action'] = 'STOP',
): PowerSchedule => ({
  action,
  status: 'ENABLED',
  trigger: { cron: { expression: '0 18 * * *', timeZone: 'UTC', startTime: null, ...change } },
});

const recurrence = (
  change: Partial<RecurrenceTrigger>,
  action: PowerSchedule['action'] = 'STOP',
): PowerSchedule => ({
  action,
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

const check = (...schedules: PowerSchedule[]): Findings =>
  checkPowerSchedules(schedules, path, now);
const said = (findings: Findings): string[] =>
  [...findings.errors, ...findings.warnings].map(
    ({ code, field }) => `${code} ${(field ?? []).join('.')}`,
  );
const message = ({ errors, warnings }: Findings): string =>
  [...errors, ...warnings].map((finding) => finding.message).join(' / ');

describe('a cron expression, as NCronTab takes it', () => {
  it.each([
    '* * * * *',
    '0 18 * * *',
    ' 0  18 * * 1-5 ',
    '0 18 * * Mon-Fri',
    '0 18 * * mond,tue,WEDNESDAY',
    '*/15 8-17/2 1,15 * *',
    '5/10 0 * Feb-Apr/2 *',
    '00 07 * * 0',
    '59 23 31 12 *',
    '0 0 29 2 *',
  ])('%j is fine', (expression) => {
    expect(said(check(cron({ expression })))).toEqual([]);
  });

  it.each([
    ['', /0 fields; 5 are needed/],
    ['0 18 * *', /4 fields; 5 are needed/],
    ['0 0 18 * * *', /6 fields.*leave out the first field, the seconds/],
    ['0 0 18 * * * 2026', /7 fields/],
    ['0\t18 * * *', /4 fields/],
    ['60 18 * * *', /'60' in the minutes: 60 is not from 0 to 59/],
    ['0 24 * * *', /'24' in the hours/],
    ['0 18 0 * *', /'0' in the days of the month: 0 is not from 1 to 31/],
    ['0 18 32 * *', /days of the month/],
    ['0 18 * 13 *', /'13' in the months/],
    ['0 18 * * 7', /Sunday is 0/],
    ['0 18 * * 5-1', /would mean 1-5: write it in two parts, 5-6,0-1/],
    ['0 22-6 * * *', /write it in two parts, 22-23,0-6/],
    ['*/0 18 * * *', /a step is a whole number from 1 to 59/],
    ['*/60 18 * * *', /a step is a whole number from 1 to 59/],
    ['0 18 * J *', /'J' could be January or June or July/],
    ['0 18 * * T', /could be Tuesday or Thursday/],
    ['0 18 * * Someday', /'Someday' is not a name, nor a value from 0 to 6/],
    ['0 x * * *', /'x' is not a value from 0 to 23/],
    ['0 18 L * *', /'L' is not a value/],
    ['0 18 ? * *', /'\?' is no value from 1 to 31/],
    ['0 18 * * 1#2', /'1#2' is no value/],
    ['0 18 1, * *', /nothing is no value/],
    ['-5 18 * * *', /'-5' is no value/],
    ['0x5 18 * * *', /0x5 is not from 0 to 59/],
    ['1e1 18 * * *', /1e1 is not from 0 to 59/],
    ['1.5 18 * * *', /'1.5' is no value/],
    ['@daily', /1 fields/],
    ['0 18 30 2 *', /never fires/],
    ['0 18 31 2,4,6,9,11 *', /never fires/],
  ])('%j is refused', (expression, reason) => {
    const findings = check(cron({ expression }));
    expect(said(findings)).toEqual(['INVALID_INPUT input.schedules.0.trigger.cron.expression']);
    expect(message(findings)).toMatch(reason);
  });

  it('names values', () => {
    expect(parseCron('5/20 8-17/4 1 feb Sun,6')).toEqual({
      ok: true,
      value: {
        minutes: [5, 25, 45],
        hours: [8, 12, 16],
        days: [1],
        months: [2],
        weekDays: [0, 6],
      },
    });
  });

  it('is warned of where both days are named: with Azure both must hold', () => {
    expect(said(check(cron({ expression: '0 18 13 * Fri' })))).toEqual([
      'CRON_DAYS_MUST_BOTH_HOLD input.schedules.0.trigger.cron.expression',
    ]);
    expect(said(check(cron({ expression: '0 18 1-31 * Fri' })))).toEqual([]);
  });
});

describe('a recurrence', () => {
  const at = (...fields: string[]) =>
    fields.map((field) => `INVALID_INPUT input.schedules.0.trigger.recurrence.${field}`);

  it.each<[string, Partial<RecurrenceTrigger>, string[]]>([
    ['every day', {}, []],
    ['every second day from a start', { interval: 2, startTime: '2026-12-01T00:00:00' }, []],
    ['on working days', { frequency: 'WEEK', weekDays: ['MONDAY', 'FRIDAY'] }, []],
    ['on the first', { frequency: 'MONTH', monthDays: [1] }, []],
    ['by HOUR', { frequency: 'HOUR' }, at('frequency')],
    ['by MINUTE', { frequency: 'MINUTE' }, at('frequency')],
    ['every 0 days', { interval: 0 }, at('interval')],
    ['every 501 days', { interval: 501 }, at('interval')],
    ['without times', { hours: [], minutes: [] }, at('hours', 'minutes')],
    ['at 24:60', { hours: [0, 24], minutes: [60] }, at('hours.1', 'minutes.0')],
    ['twice at 8', { hours: [8, 8] }, at('hours.1')],
    ['twice on Mondays', { frequency: 'WEEK', weekDays: ['MONDAY', 'MONDAY'] }, at('weekDays')],
    ['by week on no day', { frequency: 'WEEK' }, at('weekDays')],
    ['by month on no day', { frequency: 'MONTH' }, at('monthDays')],
    ['by day on Mondays', { weekDays: ['MONDAY'] }, at('weekDays')],
    ['by day on the first', { monthDays: [1] }, at('monthDays')],
    [
      'by week on the first',
      { frequency: 'WEEK', weekDays: ['MONDAY'], monthDays: [1] },
      at('monthDays'),
    ],
    ['on the 0th', { frequency: 'MONTH', monthDays: [0] }, at('monthDays.0')],
    ['on the 32nd', { frequency: 'MONTH', monthDays: [1, 32] }, at('monthDays.1')],
    [
      'every 12 months from February on the 30th',
      { frequency: 'MONTH', interval: 12, monthDays: [30], startTime: '2026-02-01T00:00:00' },
      at('monthDays'),
    ],
  ])('%s: %j', (_, change, expected) => {
    expect(said(check(recurrence(change)))).toEqual(expected);
  });

  it.each<[string, Partial<RecurrenceTrigger>, string]>([
    ['every second day', { interval: 2 }, 'INTERVAL_WITHOUT_START_TIME'],
    ['on the 31st', { frequency: 'MONTH', monthDays: [1, 31] }, 'SHORT_MONTHS_SKIPPED'],
    [
      'every 12 months from February on the 29th',
      { frequency: 'MONTH', interval: 12, monthDays: [29], startTime: '2026-02-01T00:00:00' },
      'SHORT_MONTHS_SKIPPED',
    ],
  ])('is warned of %s', (_, change, code) => {
    const { errors, warnings } = check(recurrence(change));
    expect(errors).toEqual([]);
    expect(warnings.map((warning) => warning.code)).toEqual([code]);
  });

  it('needs no warning on the 31st of months that have one', () => {
    const startTime = '2027-01-01T00:00:00';
    const yearly = recurrence({ frequency: 'MONTH', interval: 12, monthDays: [31], startTime });
    expect(said(check(yearly))).toEqual([]);
  });
});

describe('the clock of a schedule', () => {
  const field = (name: string) => [`INVALID_INPUT input.schedules.0.trigger.cron.${name}`];

  it.each([
    ['Europe/Berln', /no time zone of IANA's or of Windows'; near it: Europe\/Berlin/],
    ['', /no time zone/],
    [
      'America/Vancouver',
      /Pacific Standard Time, which stands for it, reads another time on and after 2026-11-21: .*US Mountain Standard Time/,
    ],
    ['Antarctica/Troll', /no such zone stands for it, nor keeps its clock: .*UTC/],
  ])('timeZone %j is refused', (timeZone, reason) => {
    const findings = check(cron({ timeZone }));
    expect(said(findings)).toEqual(field('timeZone'));
    expect(message(findings)).toMatch(reason);
  });

  it.each(['Europe/Kyiv', 'w. europe standard time', 'UTC', 'Etc/UTC'])(
    'timeZone %j is fine',
    (timeZone) => {
      expect(said(check(cron({ timeZone })))).toEqual([]);
    },
  );

  it.each([
    '2026-12-01',
    '2026-12-01T08:00',
    '2026-12-01T08:00:00Z',
    '2026-12-01T08:00:00+01:00',
    '2026-12-01T08:00:00.000',
    '2026-02-29T08:00:00',
    '2026-12-01T24:00:00',
    '2026-12-01 08:00:00',
    'tomorrow',
    '',
  ])('startTime %j is refused', (startTime) => {
    expect(said(check(cron({ startTime })))).toEqual(field('startTime'));
  });

  it('is checked of recurrences too', () => {
    expect(said(check(recurrence({ timeZone: 'Mars', startTime: 'never' })))).toEqual([
      'INVALID_INPUT input.schedules.0.trigger.recurrence.timeZone',
      'INVALID_INPUT input.schedules.0.trigger.recurrence.startTime',
    ]);
  });
});

describe('schedules side by side', () => {
  const daily = (hour: number, action?: PowerSchedule['action']) =>
    cron({ expression: `0 ${hour} * * *` }, action);

  it('are four at most', () => {
    expect(said(check(daily(1), daily(2), daily(3), daily(4)))).toEqual([]);
    expect(said(check(daily(1), daily(2), daily(3), daily(4), daily(5)))).toEqual([
      'INVALID_INPUT input.schedules',
    ]);
  });

  it('are all heard of, each by its place', () => {
    const bad = cron({ expression: '0 18 * *' });
    expect(said(check(daily(1), bad, daily(2), bad))).toEqual([
      'INVALID_INPUT input.schedules.1.trigger.cron.expression',
      'INVALID_INPUT input.schedules.3.trigger.cron.expression',
    ]);
  });

  it('are warned of where they meet, whatever their zones', () => {
    expect(said(check(daily(18), recurrence({ hours: [18] })))).toEqual([
      'SCHEDULES_FIRE_TOGETHER input.schedules.1',
    ]);
    const start = cron({ expression: '0 19 * * Mon', timeZone: 'Europe/Berlin' }, 'START');
    const findings = check(daily(18), daily(3), start);
    expect(said(findings)).toEqual(['START_AND_STOP_TOGETHER input.schedules.2']);
    expect(message(findings)).toContain('schedule 0 START and STOP');
    expect(message(findings)).toContain('2026-11-23T18:00:00.000Z');
  });

  it('are warned of where a rare one meets a frequent one', () => {
    const often = cron({ expression: '*/5 * * * *' });
    expect(said(check(often, cron({ expression: '0 0 29 2 *' }, 'START')))).toEqual([
      'START_AND_STOP_TOGETHER input.schedules.1',
    ]);
  });

  it('do not meet while one is disabled', () => {
    expect(said(check(daily(18), { ...daily(18), status: 'DISABLED' }))).toEqual([]);
  });
});

const berlinStop = cron({
  expression: '0  18 * * Mon-Fri',
  timeZone: 'europe/berlin',
  startTime: '2026-12-01T00:00:00',
});
const monthly = recurrence({ frequency: 'MONTH', interval: 2, monthDays: [1, 15] }, 'START');

describe('the body for ARM', () => {
  it('has its words and Windows names', () => {
    const weekly = recurrence({ frequency: 'WEEK', weekDays: ['MONDAY', 'SUNDAY'] });
    expect(powerSchedulesBody([berlinStop, monthly, { ...weekly, status: 'DISABLED' }])).toEqual([
      {
        action: 'Stop',
        status: 'Enabled',
        triggerType: 'Cron',
        cron: {
          expression: '0 18 * * Mon-Fri',
          timeZone: 'W. Europe Standard Time',
          startTime: '2026-12-01T00:00:00',
        },
      },
      {
        action: 'Start',
        status: 'Enabled',
        triggerType: 'Recurrence',
        recurrence: {
          frequency: 'Month',
          interval: 2,
          timeZone: 'UTC',
          schedule: { hours: [8], minutes: [0], monthDays: [1, 15] },
        },
      },
      {
        action: 'Stop',
        status: 'Disabled',
        triggerType: 'Recurrence',
        recurrence: {
          frequency: 'Week',
          interval: 1,
          timeZone: 'UTC',
          schedule: { hours: [8], minutes: [0], weekDays: ['Monday', 'Sunday'] },
        },
      },
    ]);
  });

  it('sends a zone that only Azure knows back under the name it was found with', () => {
    const found = { timeZone: 'Moon Standard Time', startTime: null };
    expect(powerSchedulesBody([cron({ expression: '0 18 * * *', ...found })])).toMatchObject([
      { cron: { timeZone: 'Moon Standard Time' } },
    ]);
  });

  it('comes back as the same schedules', () => {
    const asked = [berlinStop, monthly, recurrence({ frequency: 'WEEK', weekDays: ['TUESDAY'] })];
    const found = observePowerSchedules(JSON.parse(JSON.stringify(powerSchedulesBody(asked))));
    expect(found).toHaveLength(asked.length);
    found.forEach((schedule, index) => {
      expect(samePowerSchedule(schedule, asked[index]!)).toBe(true);
      expect(powerScheduleSchema.parse(schedule)).toBeTruthy();
    });
  });
});

describe("ARM's answer", () => {
  it('is read in our words', () => {
    const answer = {
      id: 'a1',
      provisioningStatus: 'Completed',
      status: 'Enabled',
      action: 'Stop',
      triggerType: 'Cron',
      cron: {
        expression: '0 18 * * *',
        startTime: '2021-04-23T01:30:00',
        timeZone: 'Pacific Standard Time',
      },
      recurrence: null,
      schedule: { id: 'a1', provisioningStatus: 'Completed', status: 'Enabled' },
    };
    expect(observePowerSchedules([answer])).toEqual([
      {
        id: 'a1',
        provisioningStatus: 'COMPLETED',
        action: 'STOP',
        status: 'ENABLED',
        trigger: {
          cron: {
            expression: '0 18 * * *',
            timeZone: 'Pacific Standard Time',
            startTime: '2021-04-23T01:30:00',
          },
        },
      },
    ]);
  });

  it('is read with as little as it may have', () => {
    const answer = {
      action: 'start',
      recurrence: { frequency: 'hour', schedule: { weekDays: ['Monday', 'Someday', 3] } },
    };
    expect(observePowerSchedules([answer])).toEqual([
      {
        ...recurrence({ frequency: 'HOUR', hours: [], minutes: [], weekDays: ['MONDAY'] }, 'START'),
        id: null,
        provisioningStatus: null,
      },
    ]);
  });

  it.each([
    [undefined],
    [null],
    [{}],
    ['text'],
    [[null, 3, 'text', {}, { action: 'Hibernate', cron: { expression: '* * * * *' } }]],
    [[{ action: 'Stop' }, { action: 'Stop', triggerType: 'Moon', cron: { expression: '*' } }]],
    [[{ action: 'Stop', recurrence: { frequency: 'Year' } }]],
  ])('%j has no schedules', (answer) => {
    expect(observePowerSchedules(answer)).toEqual([]);
  });
});

describe('two schedules', () => {
  it.each<[string, PowerSchedule, PowerSchedule]>([
    [
      'zones of one Windows zone',
      cron({ timeZone: 'Europe/Vienna' }),
      cron({ timeZone: 'W. EUROPE Standard Time' }),
    ],
    ['names of UTC', cron({ timeZone: 'UTC' }), cron({ timeZone: 'Etc/UTC' })],
    [
      'ways to write an expression',
      cron({ expression: '0 8-10 * * Mon,Tue' }),
      cron({ expression: '00 8,9,10 *  jan-dec 1-2' }),
    ],
    [
      'orders of lists',
      recurrence({ frequency: 'WEEK', weekDays: ['FRIDAY', 'MONDAY'], minutes: [30, 0] }),
      recurrence({ frequency: 'WEEK', weekDays: ['MONDAY', 'FRIDAY'], minutes: [0, 30] }),
    ],
  ])('are the same with other %s', (_, a, b) => {
    expect(samePowerSchedule(a, b)).toBe(true);
  });

  it.each<[string, PowerSchedule, PowerSchedule]>([
    ['action', cron({}), cron({}, 'START')],
    ['status', cron({}), { ...cron({}), status: 'DISABLED' }],
    ['kind of trigger', cron({ expression: '0 8 * * *' }), recurrence({})],
    ['zone', cron({}), cron({ timeZone: 'Europe/London' })],
    ['startTime', cron({}), cron({ startTime: '2026-12-01T00:00:00' })],
    ['expression', cron({}), cron({ expression: '1 18 * * *' })],
    ['unreadable expression', cron({ expression: 'a' }), cron({ expression: 'b' })],
    ['interval', recurrence({}), recurrence({ interval: 2 })],
    ['hours', recurrence({}), recurrence({ hours: [8, 9] })],
    ['month days', recurrence({}), recurrence({ monthDays: [1] })],
  ])('differ by their %s', (_, a, b) => {
    expect(samePowerSchedule(a, b)).toBe(false);
  });
});
