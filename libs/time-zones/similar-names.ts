import { windowsZones } from './windows-zones.js';

/** Up to three names of zones, IANA's and Windows', that share most pairs of letters with what was written. */
export function similarNames(written: string): string[] {
  const names = new Set([...Intl.supportedValuesOf('timeZone'), ...windowsZones().clocks.keys()]);
  return [...names]
    .map((name) => ({ name, likeness: likeness(name, written) }))
    .filter(({ likeness }) => likeness > 0.4)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** 1 for the same pairs of letters, 0 for none in common (Dice's coefficient). */
function likeness(a: string, b: string): number {
  const [first, second] = [pairs(a), pairs(b)];
  const shared = [...first].filter((pair) => second.has(pair));
  return (2 * shared.length) / (first.size + second.size);
}

const pairs = (name: string): Set<string> => {
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9+-]/g, '');
  return new Set(Array.from(letters.slice(1), (letter, index) => `${letters[index]}${letter}`));
};
