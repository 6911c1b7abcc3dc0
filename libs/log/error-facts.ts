/**
 * What a log line says of an error: its name, code, message and where it happened, and what caused it; never its other
 * fields, and no value that a client gave: what PostgreSQL and ARM repeat of those is left out. `reword` takes from a
 * message what else repeats values.
 */
export function errorFacts(
  error: unknown,
  reword: (message: string) => string = (message) => message,
): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { name, message, stack = '', cause, ...fields } = readFields(error);
  const code = typeof fields.code === 'string' ? { code: fields.code } : {};
  const behind = cause === undefined ? {} : { cause: errorFacts(cause, reword) };
  const said = reword(sayDatabaseError(fields, sayArmError(fields, message)));
  return { error: name, ...code, message: said, stack: framesOf(stack), ...behind };
}

interface Fields {
  name: string;
  message: string;
  stack: string | undefined;
  cause: unknown;
  code?: unknown;
  /** PostgreSQL's. */
  severity?: unknown;
  /** An ArmError's. */
  error?: unknown;
}

const readFields = (error: Error & Partial<Fields>): Fields => {
  const { name, message, stack, cause, code, severity } = error;
  return { name, message, stack, cause, code, severity, error: error.error };
};

/** A stack begins with the message, which is said apart. */
const framesOf = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
    .join('\n');

/** Names in quotes are tables and columns; but for errors about data (class 22) and syntax, where they are the data. */
function sayDatabaseError({ severity, code }: Pick<Fields, 'severity' | 'code'>, message: string) {
  const isAboutData = severity !== undefined && /^(22|42601)/.test(String(code));
  return isAboutData ? message.replace(/"[\s\S]*"/, '"…"').replace(/: [\s\S]*$/, '.') : message;
}

/** ARM's messages name what clients named; the operation keeps them whole. */
function sayArmError({ error }: Pick<Fields, 'error'>, message: string): string {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === 'string' ? code : message;
}
