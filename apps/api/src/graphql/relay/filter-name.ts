import { badInput, isGiven } from './read-page.js';

/** As long as the longest name that Azure allows, a resource group's. */
const longestName = 90;

/** Part of a name in a filter; undefined where none is given. Throws BAD_USER_INPUT for what no name can hold. */
export function filterName(text: string | null | undefined): string | undefined {
  if (!isGiven(text) || text === '') return undefined;
  if (text.length <= longestName) return text;
  throw badInput(
    `filter.nameContains has ${text.length} characters; no name has more than ${longestName}.`,
  );
}
