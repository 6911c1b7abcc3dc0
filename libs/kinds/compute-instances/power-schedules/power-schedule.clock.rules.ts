import { timeZoneProblem, type TimeZoneProblem } from '#libs/time-zones';
import { nothing, refusal, together, type FieldPath, type Findings } from '#libs/resources';
import { readStartTime } from './power-schedule.start-time.rules.js';

/** A zone whose clock Azure can keep and a start on that clock. */
export const checkClock = (
  { timeZone, startTime }: { timeZone: string; startTime: string | null },
  path: FieldPath,
  now: Date,
): Findings =>
  together(
    checkTimeZone(timeZone, [...path, 'timeZone'], now),
    startTime === null ? nothing : checkStartTime(startTime, [...path, 'startTime']),
  );

function checkTimeZone(timeZone: string, field: FieldPath, now: Date): Findings {
  const problem = timeZoneProblem(timeZone, now);
  return problem ? refusal('INVALID_INPUT', field, messageOf(timeZone, problem)) : nothing;
}

function messageOf(timeZone: string, problem: TimeZoneProblem): string {
  if (problem.kind === 'UNKNOWN')
    return `'${timeZone}' is no time zone of IANA's or of Windows'${listed('; near it: ', problem.similar)}`;
  const why =
    problem.kind === 'NO_WINDOWS_ZONE'
      ? 'no such zone stands for it'
      : `${problem.windowsName}, which stands for it, reads another time on and after ${problem.since.toISOString().slice(0, 10)}`;
  const instead =
    problem.instead.length > 0
      ? listed(': choose one that keeps the same clock: ', problem.instead)
      : ', nor keeps its clock: choose another zone, or UTC';
  return `Azure knows the time zones of Windows only, and for ${timeZone} ${why}${instead}`;
}

const listed = (before: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${before}${names.join(', ')}`;

const checkStartTime = (startTime: string, field: FieldPath): Findings =>
  readStartTime(startTime) === undefined
    ? refusal(
        'INVALID_INPUT',
        field,
        "must be a date and a time on the zone's clock, without offset: 2026-12-01T08:00:00",
      )
    : nothing;
