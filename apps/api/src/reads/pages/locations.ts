import type { Conditions } from './conditions.js';

const keyOf = (name: string): string => name.replaceAll(' ', '').toLowerCase();

/** Any of several Azure regions, which are written as `eastus` and as `East US`: as the indexes have them. */
export function addLocated(
  { add }: Pick<Conditions, 'add'>,
  column: string,
  locations: readonly string[] | undefined,
): void {
  add(locations?.map(keyOf), (p) => `lower(replace(${column}, ' ', '')) = ANY (${p}::text[])`);
}
