import { parseGlobalId, type NodeType } from '#libs/verbs';
import { nodeTypes } from './node-types.js';
import { badInput, isGiven } from './read-page.js';

/**
 * The row behind an id in a filter; undefined where none is given. Throws BAD_USER_INPUT by the field's name for what is
 * no id of these types (of any, where none are named): a list that is empty for a slip of the pen would be believed.
 */
export function filterId(
  field: string,
  text: string | null | undefined,
  ...types: NodeType[]
): string | undefined {
  if (!isGiven(text)) return undefined;
  const parsed = parseGlobalId(text);
  if (parsed && (types.length === 0 ? nodeTypes : new Set(types)).has(parsed.type))
    return parsed.id;
  const what = types.length === 0 ? 'no id' : `no id of a ${types.join(' or ')}`;
  throw badInput(`filter.${field} is ${what}: pass what the field id of it answers.`);
}
