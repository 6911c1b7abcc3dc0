/** A cron expression of five fields, each as the numbers it stands for; undefined where the field is `*`. */
export interface Cron {
  minutes: readonly number[];
  hours: readonly number[];
  monthDays: ReadonlySet<number>;
  months: ReadonlySet<number>;
  weekDays: ReadonlySet<number>;
}

interface Field {
  from: number;
  to: number;
  names?: readonly string[];
}

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const weekDays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const fields = {
  minute: { from: 0, to: 59 },
  hour: { from: 0, to: 23 },
  monthDay: { from: 1, to: 31 },
  month: { from: 1, to: 12, names: months },
  weekDay: { from: 0, to: 6, names: weekDays },
} as const;

/** Reads NCronTab in its form of five fields; undefined where it is none. A day must fit both its fields, as NCronTab has it. */
export function readCron(expression: string): Cron | undefined {
  const [minute, hour, monthDay, month, weekDay, ...more] = expression.trim().split(/\s+/);
  if (weekDay === undefined || more.length > 0) return undefined;
  const read = [
    readField(minute, fields.minute),
    readField(hour, fields.hour),
    readField(monthDay, fields.monthDay),
    readField(month, fields.month),
    readField(weekDay, fields.weekDay),
  ] as const;
  const [minutes, hours, ofMonth, ofYear, ofWeek] = read;
  if (!minutes || !hours || !ofMonth || !ofYear || !ofWeek) return undefined;
  return {
    minutes,
    hours,
    monthDays: new Set(ofMonth),
    months: new Set(ofYear),
    weekDays: new Set(ofWeek),
  };
}

/** `*`, numbers, names, ranges and steps, with commas between. */
function readField(text: string | undefined, field: Field): number[] | undefined {
  const parts = (text ?? '').split(',').map((part) => readPart(part, field));
  if (parts.some((part) => part === undefined)) return undefined;
  return [...new Set(parts.flatMap((part) => part ?? []))].toSorted((a, b) => a - b);
}

function readPart(part: string, field: Field): number[] | undefined {
  const match = /^(\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
  if (!match) return undefined;
  const [, whole, first, last, stepText] = match;
  const step = Number(stepText ?? 1);
  const from = whole === '*' ? field.from : valueOf(first, field);
  const open = whole === '*' || (stepText !== undefined && last === undefined);
  const to = open ? field.to : valueOf(last ?? first, field);
  if (from === undefined || to === undefined || from > to || step < 1) return undefined;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, n) => from + n * step);
}

/** A number, or the beginning of just one name. */
function valueOf(text: string | undefined, { from, to, names }: Field): number | undefined {
  const word = (text ?? '').toLowerCase();
  const named = (names ?? []).flatMap((name, index) => (name.startsWith(word) ? [index] : []));
  const [only, ...others] = /^[a-z]+$/.test(word) ? named : [];
  if (only !== undefined) return others.length === 0 ? only + from : undefined;
  const value = /^\d+$/.test(word) ? Number(word) : undefined;
  return value !== undefined && value >= from && value <= to ? value : undefined;
}
