/** What is built uses what this Node is the first to have; package.json's `engines` says the same. */
export const oldestNode = '24.16.0';

/** Why this Node does not run what is built; undefined where it does. */
export function problemOfNode(version: string = process.versions.node): string | undefined {
  if (isAtLeast(numbersOf(version), numbersOf(oldestNode))) return undefined;
  return `Node ${oldestNode} or newer is needed, and this is ${version} (${process.execPath}).`;
}

const numbersOf = (version: string): number[] => version.split('.').map(Number);

function isAtLeast(have: readonly number[], wanted: readonly number[]): boolean {
  const at = wanted.findIndex((number, index) => have[index] !== number);
  return at === -1 || (have[at] ?? 0) > (wanted[at] ?? 0);
}
