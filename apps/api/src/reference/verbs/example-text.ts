/** Pretty JSON as the formatter has it: lists of plain values on one line. */
export const exampleText = (example: unknown): string =>
  JSON.stringify(example, null, 2).replaceAll(
    /\[\n([^[\]{}]*?)\n *\]/g,
    (_, entries: string) => `[${entries.trim().replaceAll(/,\n */g, ', ')}]`,
  );
