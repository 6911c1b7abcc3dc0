import { describe, expect, it } from 'vitest';
import {
  nextFireTimes,
  powerSchedulesBody,
  type PowerSchedule,
} from '#libs/kinds/compute-instances';
import type { PowerSchedule as SimulatedSchedule } from '../../apps/azure-simulator/src/arm/computes/compute-instance/instance-settings.js';
import { nextFireMs } from '../../apps/azure-simulator/src/arm/computes/compute-instance/schedules/next-fire.js';

type Trigger = PowerSchedule['trigger'];

const cron = (expression: string, timeZone: string): Trigger => ({
  cron: { expression, timeZone, startTime: null },
});
const recurrence = (
  frequency: 'DAY' | 'WEEK' | 'MONTH',
  timeZone: string,
  more: object,
): Trigger => ({
  recurrence: {
    frequency,
    interval: 1,
    timeZone,
    startTime: '2026-02-03T06:45:00',
    hours: [1, 2, 3, 23],
    minutes: [0, 30],
    weekDays: [],
    monthDays: [],
    ...more,
  },
});

const zones = [
  'UTC',
  'W. Europe Standard Time',
  'Pacific Standard Time',
  'AUS Eastern Standard Time',
  'Pacific SA Standard Time',
  'Lord Howe Standard Time',
  'Nepal Standard Time',
  'Cuba Standard Time',
];
const triggers = zones.flatMap((zone): [string, Trigger][] => [
  [`0 18 * * Mon-Fri in ${zone}`, cron('0 18 * * Mon-Fri', zone)],
  [`*/20 0-3 * * * in ${zone}`, cron('*/20 0-3 * * *', zone)],
  [`15 2 1,15 */3 * in ${zone}`, cron('15 2 1,15 */3 *', zone)],
  [`30 0 13 * Fri in ${zone}`, cron('30 0 13 * Fri', zone)],
  [`every 3 days in ${zone}`, recurrence('DAY', zone, { interval: 3 })],
  [
    `every 2 weeks in ${zone}`,
    recurrence('WEEK', zone, { interval: 2, weekDays: ['SUNDAY', 'WEDNESDAY'] }),
  ],
  [`every month in ${zone}`, recurrence('MONTH', zone, { monthDays: [1, 29, 31] })],
]);

/** All fires of a year, as the simulated Azure plays the schedule that was sent to it. */
function simulatedFires(schedule: PowerSchedule, fromMs: number, count: number): string[] {
  const [sent] = powerSchedulesBody([schedule]);
  const taken = { id: '1', ...sent } as unknown as SimulatedSchedule;
  const fires: string[] = [];
  let afterMs: number | undefined = fromMs;
  while (fires.length < count) {
    afterMs = nextFireMs(taken, afterMs, fromMs);
    if (afterMs === undefined) break;
    fires.push(new Date(afterMs).toISOString());
  }
  return fires;
}

describe('the fire times that we tell, and those of the simulator', () => {
  it.each(triggers)('%s', (_name, trigger) => {
    const schedule: PowerSchedule = { action: 'STOP', status: 'ENABLED', trigger };
    const from = new Date('2026-02-01T00:00:00Z');
    const told = nextFireTimes(schedule, from, 300).map((time) => time.toISOString());
    expect(simulatedFires(schedule, from.getTime(), told.length)).toEqual(told);
    expect(told.length).toBeGreaterThan(5);
  });
});
