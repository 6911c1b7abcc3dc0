import type { pino } from 'pino';

type LogMethod = NonNullable<NonNullable<pino.LoggerOptions['hooks']>['logMethod']>;

const warn = 40;
const fatal = 60;
const everyMs = 60_000;
/** Further causes at once are logged as they come. */
const causesKept = 200;

/**
 * A hook for pino: of warnings and errors with the same cause only the first goes out at once. Those that follow are
 * counted, and once a minute one line stands for them, with how many in `times`, for as long as they come.
 */
export function holdRepeats(): LogMethod {
  const held = new Map<string, { times: number; tell(times: number): void }>();

  function tellLater(cause: string): void {
    setTimeout(() => {
      const repeated = held.get(cause);
      if (!repeated || repeated.times === 0) return void held.delete(cause);
      repeated.tell(repeated.times);
      repeated.times = 0;
      tellLater(cause);
    }, everyMs).unref();
  }

  return function (args, method, level) {
    const cause = level >= warn && level < fatal ? causeOf(args) : undefined;
    const known = cause === undefined ? undefined : held.get(cause);
    if (known) return void (known.times += 1);
    method.apply(this, args);
    if (cause === undefined || held.size >= causesKept) return;
    const [facts, ...rest] = args as unknown as [object, string];
    held.set(cause, {
      times: 0,
      tell: (times) => method.apply(this, [{ ...facts, times }, ...rest]),
    });
    tellLater(cause);
  };
}

/** What was said of which error, whatever numbers and ids are in it; undefined where there is no error. */
function causeOf([facts, said]: readonly unknown[]): string | undefined {
  const { err = facts } = Object(facts) as { err?: unknown };
  const { name, error, message } = Object(err) as Record<string, unknown>;
  if (typeof message !== 'string') return undefined;
  return [said, name, error, message].join(' ').replace(/[0-9a-f-]*\d[0-9a-f-]*/g, '#');
}
