/** Ids that are in everything that is named; undefined where nothing is. */
export function amongAll(
  ...named: readonly (string | readonly string[] | undefined)[]
): string[] | undefined {
  const sets = named.flatMap((ids) => (ids === undefined ? [] : [[ids].flat()]));
  const [first, ...others] = sets.map((ids) => new Set(ids.map((id) => id.toLowerCase())));
  return first && [...first].filter((id) => others.every((ids) => ids.has(id)));
}
