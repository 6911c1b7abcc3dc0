/** Which of `names` a parsed input gives a value; null takes something away where the schema lets it through. */
export const namedIn = (input: object, names: readonly string[]): string[] =>
  names.filter((name) => isNamed((input as Record<string, unknown>)[name], name));

/** Fields that null takes away; null is "not given" of all others. */
const removable = ['description', 'idleTimeBeforeShutdown'];

const isNamed = (value: unknown, name: string): boolean =>
  value !== undefined && (value !== null || removable.includes(name));
