/** The middle one; the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/**
 * Runs the contestants in turn, `rounds` times after `warmUps` that do not count, so that what else the machine does
 * hits all of them; answers the median of each.
 */
export async function race<K extends string>(
  { warmUps, rounds }: { warmUps: number; rounds: number },
  contestants: Record<K, () => Promise<number>>,
): Promise<Record<K, number>> {
  const names = Object.keys(contestants) as K[];
  const results = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const name of names) {
      const result = await contestants[name]();
      if (round >= warmUps) results.get(name)?.push(result);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(results.get(name) ?? [])])) as Record<
    K,
    number
  >;
}
