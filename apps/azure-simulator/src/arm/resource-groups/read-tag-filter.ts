import { ArmRefusal } from '../arm-error.js';
import type { Tags } from '../tags.js';

const filterPattern = /^\s*tagName eq '([^']*)'(?:\s+and\s+tagValue eq '([^']*)')?\s*$/i;

/** `$filter=tagName eq 'x' and tagValue eq 'y'` as a test; names in any case, values exactly. No filter fits all. */
export function readTagFilter(filter: string | null): (tags: Tags) => boolean {
  if (filter === null || filter === '') return () => true;
  const match = filterPattern.exec(filter);
  if (!match)
    throw new ArmRefusal(400, {
      code: 'InvalidFilterInQueryString',
      message: `Invalid $filter '${filter}' specified in the query string.`,
    });
  const [, name = '', value] = match;
  return (tags) =>
    Object.entries(tags).some(
      ([key, stored]) =>
        key.toLowerCase() === name.toLowerCase() && (value === undefined || stored === value),
    );
}
