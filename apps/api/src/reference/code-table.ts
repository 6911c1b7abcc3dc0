import { codesOf, type CodeTable } from '#libs/kernel';
import { markdownTable } from './markdown-table.js';

/** The codes of a table in the order of the alphabet. */
export const codeTable = (table: CodeTable): string =>
  markdownTable(
    ['code', 'when', 'what to do'],
    codesOf(table)
      .sort()
      .map((code) => [`\`${code}\``, table[code]?.when ?? '', table[code]?.todo ?? '']),
  );
