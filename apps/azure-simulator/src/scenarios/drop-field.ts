/** The body without every field of that name, or without the one at that dotted path. */
export function dropField(body: unknown, field: string): unknown {
  return field.includes('.') ? dropPath(body, field.split('.')) : dropName(body, field);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function dropName(value: unknown, name: string): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== name)
      .map(([key, inner]) => [key, dropName(inner, name)]),
  );
}

function dropPath(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (!isRecord(value) || name === undefined) return value;
  const { [name]: inner, ...others } = value;
  if (inner === undefined || rest.length === 0) return others;
  return { ...others, [name]: dropPath(inner, rest) };
}
