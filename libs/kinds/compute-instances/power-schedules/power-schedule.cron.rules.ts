import { err, ok, type Result } from '#libs/kernel';

/** The values a cron expression names. A day fires where month, day of the month and day of the week all hold. */
export interface CronFields {
  minutes: number[];
  hours: number[];
  /** 1 to 31. */
  days: number[];
  /** 1 to 12. */
  months: number[];
  /** 0 is Sunday. */
  weekDays: number[];
}

interface Field {
  title: string;
  from: number;
  to: number;
  /** In the order of the values, where they have names. */
  names?: readonly string[];
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const weekDayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const fields = {
  minutes: { title: 'minutes', from: 0, to: 59 },
  hours: { title: 'hours', from: 0, to: 23 },
  days: { title: 'days of the month', from: 1, to: 31 },
  months: { title: 'months', from: 1, to: 12, names: monthNames },
  weekDays: { title: 'days of the week', from: 0, to: 6, names: weekDayNames },
} as const satisfies Record<keyof CronFields, Field>;

const order = Object.keys(fields) as (keyof CronFields)[];

/**
 * A cron expression as NCronTab, which Azure runs, reads it, or what is wrong with it: five fields parted by spaces,
 * of `*`, values, ranges, lists and steps; months and days of the week by their English names too, however short while
 * only one fits. Where NCronTab takes something for another thing than it says (a range from high to low is turned
 * round, a step of 0 is 1), it is refused.
 */
export function parseCron(expression: string): Result<CronFields, string> {
  const texts = cronTexts(expression);
  if (texts.length === order.length + 1)
    return err(
      'has 6 fields; Azure runs schedules by the minute: leave out the first field, the seconds',
    );
  if (texts.length !== order.length)
    return err(
      `has ${texts.length} fields; 5 are needed: minutes, hours, days of the month, months, days of the week, such as 0 18 * * Mon-Fri`,
    );
  const parsed = order.map((name, index) => parseField(fields[name], texts[index] ?? ''));
  const wrong = parsed.find((field) => !field.ok);
  if (wrong && !wrong.ok) return wrong;
  const values = parsed.map((field) => (field.ok ? field.value : []));
  return ok(Object.fromEntries(order.map((name, i) => [name, values[i]])) as unknown as CronFields);
}

/** The fields' texts: NCronTab parts them by spaces alone. */
export const cronTexts = (expression: string): string[] =>
  expression.split(' ').filter((text) => text !== '');

function parseField(field: Field, text: string): Result<number[], string> {
  const values = new Set<number>();
  for (const element of text.split(',')) {
    const parsed = parseElement(field, element);
    if (!parsed.ok) return err(`'${text}' in the ${field.title}: ${parsed.error}`);
    for (const value of parsed.value) values.add(value);
  }
  return ok([...values].toSorted((a, b) => a - b));
}

const elementForm = /^(?:(?<all>\*)|(?<first>\w+)(?:-(?<last>\w+))?)(?:\/(?<step>\d+))?$/;

function parseElement(field: Field, element: string): Result<number[], string> {
  const groups = elementForm.exec(element)?.groups;
  if (!groups) return err(`${element === '' ? 'nothing' : `'${element}'`} is no ${formsOf(field)}`);
  const step = parseStep(field, groups['step']);
  if (!step.ok) return step;
  const range = parseRange(field, groups);
  if (!range.ok) return range;
  const [first, last] = range.value;
  const length = Math.floor((last - first) / step.value) + 1;
  return ok(Array.from({ length }, (_, index) => first + index * step.value));
}

const formsOf = ({ from, to, names }: Field): string =>
  `value from ${from} to ${to}${names ? ` or name such as ${names[1]?.slice(0, 3)}` : ''}, range, * or step`;

function parseStep({ to }: Field, text: string | undefined): Result<number, string> {
  const step = Number(text ?? 1);
  return step >= 1 && step <= to ? ok(step) : err(`a step is a whole number from 1 to ${to}`);
}

function parseRange(
  field: Field,
  { all, first = '', last, step }: Record<string, string | undefined>,
): Result<[number, number], string> {
  if (all !== undefined) return ok([field.from, field.to]);
  const from = parseValue(field, first);
  if (!from.ok) return from;
  // As NCronTab has it: 5/15 goes on from 5 to the end.
  const to =
    last === undefined ? ok(step === undefined ? from.value : field.to) : parseValue(field, last);
  if (!to.ok) return to;
  if (from.value <= to.value) return ok([from.value, to.value]);
  return err(
    `NCronTab turns a range from high to low round, so it would mean ${last}-${first}: write it in two parts, ${first}-${field.to},${field.from}-${last}`,
  );
}

function parseValue(field: Field, text: string): Result<number, string> {
  if (!/^\d/.test(text)) return parseName(field, text);
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= field.from && value <= field.to) return ok(value);
  const sunday = field === fields.weekDays && value === 7 ? '; Sunday is 0' : '';
  return err(`${text} is not from ${field.from} to ${field.to}${sunday}`);
}

function parseName({ names = [], from, to }: Field, text: string): Result<number, string> {
  const meant = names.filter((name) => name.toLowerCase().startsWith(text.toLowerCase()));
  if (meant.length > 1) return err(`'${text}' could be ${meant.join(' or ')}`);
  const index = names.findIndex((name) => name === meant[0]);
  if (index >= 0) return ok(index + from);
  const named = names.length > 0 ? 'a name, nor ' : '';
  return err(`'${text}' is not ${named}a value from ${from} to ${to}`);
}

/** False for an expression of days that no year has, such as 30 February. */
export const hasDays = ({ days, months }: CronFields): boolean =>
  months.some((month) => days.some((day) => day <= longestMonth(month)));

/** How many days a month has at most. */
const longestMonth = (month: number): number => new Date(Date.UTC(2024, month, 0)).getUTCDate();
