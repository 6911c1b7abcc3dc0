/** Up to `most` of the names, those first that share most pairs of letters with what was written; none that shares few. */
export const mostAlike = (
  names: Iterable<string>,
  written: string,
  { most = 3, atLeast = 0.4 } = {},
): string[] =>
  [...names]
    .map((name) => ({ name, likeness: likeness(name, written) }))
    .filter((each) => each.likeness > atLeast)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, most)
    .map(({ name }) => name);

/** 1 for the same pairs of letters, 0 for none in common (Dice's coefficient). */
function likeness(a: string, b: string): number {
  const [first, second] = [pairs(a), pairs(b)];
  const shared = [...first].filter((pair) => second.has(pair));
  return first.size + second.size === 0 ? 0 : (2 * shared.length) / (first.size + second.size);
}

const pairs = (name: string): Set<string> => {
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9+-]/g, '');
  return new Set(Array.from(letters.slice(1), (letter, index) => `${letters[index]}${letter}`));
};
