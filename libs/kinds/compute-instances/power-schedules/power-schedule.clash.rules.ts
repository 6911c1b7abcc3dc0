import { caution, nothing, together, type FieldPath, type Findings } from '#libs/resources';
import { nextFireTimes } from './power-schedule.fire-times.rules.js';
import type { PowerSchedule } from './power-schedule.schema.js';

/** How many coming fire times of each schedule are looked at. */
const lookedAt = 50;

/** Warns, at the later of two schedules, where both fire in the same minute: of these the order is Azure's. */
export const cautionClashes = (
  schedules: readonly PowerSchedule[],
  path: FieldPath,
  now: Date,
): Findings =>
  together(
    ...schedules.flatMap((later, index) =>
      schedules
        .slice(0, index)
        .map((earlier, at) => cautionClash(earlier, later, at, [...path, String(index)], now)),
    ),
  );

function cautionClash(
  earlier: PowerSchedule,
  later: PowerSchedule,
  at: number,
  field: FieldPath,
  now: Date,
): Findings {
  const instant = firstShared(earlier, later, now);
  if (!instant) return nothing;
  const when = instant.toISOString();
  if (earlier.action === later.action)
    return caution(
      'SCHEDULES_FIRE_TOGETHER',
      field,
      `This schedule and schedule ${at} both ${later.action} at ${when}: one of them is enough.`,
    );
  return caution(
    'START_AND_STOP_TOGETHER',
    field,
    `This schedule and schedule ${at} START and STOP at the same time, ${when}: which of them comes last is not known.`,
  );
}

/** Both are asked, so that a rare schedule meets a frequent one. */
function firstShared(a: PowerSchedule, b: PowerSchedule, now: Date): Date | undefined {
  const shared = [firstWith(a, b, now), firstWith(b, a, now)];
  return shared
    .filter((instant) => instant !== undefined)
    .toSorted((one, other) => one.getTime() - other.getTime())[0];
}

const firstWith = (a: PowerSchedule, b: PowerSchedule, now: Date): Date | undefined =>
  nextFireTimes(a, now, lookedAt).find((instant) => {
    const [next] = nextFireTimes(b, new Date(instant.getTime() - 1), 1);
    return next?.getTime() === instant.getTime();
  });
