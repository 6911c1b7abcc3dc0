import type { Conditions } from './conditions.js';

const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** The pattern of texts that hold this one; for ILIKE and not strpos, because trigram indexes serve it. */
const containing = (text: string): string => `%${literally(text)}%`;

/** The pattern of texts that begin with this one. */
const startingWith = (text: string): string => `${literally(text)}%`;

/** Texts that hold one text and begin with another, without case; the empty one narrows nothing. */
export function addNamed(
  { add }: Pick<Conditions, 'add'>,
  column: string,
  part: string | undefined,
  start: string | undefined,
): void {
  if (part !== undefined) add(containing(part), (p) => `${column} ILIKE ${p}`);
  if (start !== undefined) add(startingWith(start), (p) => `${column} ILIKE ${p}`);
}

/** The same of names that have an index in their order, which serves how they begin too. */
export function addNamedInOrder(
  { add }: Pick<Conditions, 'add'>,
  column: string,
  part: string | undefined,
  start: string | undefined,
): void {
  addNamed({ add }, column, part, undefined);
  if (start !== undefined)
    add(startingWith(start), (p) => `lower(${column}) COLLATE "C" LIKE lower(${p}::text)`);
}
