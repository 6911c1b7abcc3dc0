/** A line of the table that a run ends with. */
export interface Finding {
  what: string;
  measured: string;
  /** What it is held against; absent where it is held against the aim alone. */
  against?: string;
  ratio?: number;
  aim: string;
}

/** The findings as a Markdown table. */
export function tableOf(findings: readonly Finding[]): string {
  const rows = findings.map(({ what, measured, against, ratio, aim }) =>
    [what, measured, against ?? '', ratio?.toFixed(2) ?? '', aim].join(' | '),
  );
  return ['what | measured | against | ratio | aim', '--- | --- | --- | --- | ---', ...rows]
    .map((row) => `| ${row} |`)
    .join('\n');
}
