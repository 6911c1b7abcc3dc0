/** A titled part of the report, on stdout. */
export function printSection(title: string, text: string): void {
  process.stdout.write(`\n${title}\n${text}`);
}
