/** As many characters as the formatter lets a line have. */
const widest = 100;

/** Pretty JSON as the formatter has it: lists of plain values on one line, where they fit. */
export const exampleText = (example: unknown): string =>
  JSON.stringify(example, null, 2).replaceAll(
    /^(.*)\[\n([^[\]{}]*?)\n *\]/gm,
    (whole, before: string, entries: string) => {
      const line = `${before}[${entries.trim().replaceAll(/,\n */g, ', ')}]`;
      return line.length <= widest ? line : whole;
    },
  );
