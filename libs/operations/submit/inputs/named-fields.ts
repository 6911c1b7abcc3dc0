/** Which of `names` a parsed input gives a value; null is "not given". */
export const namedIn = (input: object, names: readonly string[]): string[] =>
  names.filter((name) => ((input as Record<string, unknown>)[name] ?? null) !== null);
