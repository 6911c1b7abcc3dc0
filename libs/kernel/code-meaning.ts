/** What a public code tells: docs/reference/error-codes.md is printed from these. */
export interface CodeMeaning {
  /** When a client sees it. */
  when: string;
  /** What its reader should do. */
  todo: string;
}

/** Codes with their meanings; a code never changes its meaning. */
export type CodeTable<Code extends string = string> = Readonly<Record<Code, CodeMeaning>>;

/** The codes of a table, in its order. */
export const codesOf = <Code extends string>(table: CodeTable<Code>): Code[] =>
  Object.keys(table) as Code[];
