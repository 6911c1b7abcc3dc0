import { z } from 'zod';
import { kinds } from '#libs/kinds';
import { gql, optional, parseGlobalId, type NodeType } from '#libs/verbs';
import { nodeTypes } from '../node-types.js';

const inAzure = new Set(kinds.all.map(({ node }) => node));

/**
 * The row behind an id that narrows a list. Refuses what is no id of these types (of any, where none are named): a list
 * that is empty for a slip of the pen would be believed.
 */
export function narrowingId(...types: readonly NodeType[]) {
  const allowed = types.length === 0 ? nodeTypes : new Set(types);
  const what = types.length === 0 ? 'no id' : `no id of a ${types.join(' or ')}`;
  const hasArmId = [...allowed].some((type) => inAzure.has(type));
  const or = hasArmId ? ', or the ARM id of one that you see' : '';
  return optional(
    z
      .string()
      .transform((text, context) => {
        const parsed = parseGlobalId(text);
        if (parsed && allowed.has(parsed.type)) return parsed.id;
        const message = `is ${what}: pass what the field id of it answers${or}.`;
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      })
      .register(gql, { scalar: 'ID', ids: types }),
  );
}

/** As long as the longest name that Azure allows, a resource group's. */
const longestName = 90;

/** Part of a name; the empty text narrows nothing. */
export const nameContainsField = optional(
  z.string().max(longestName, {
    error: ({ input }) =>
      `has ${(input as string).length} characters; no name has more than ${longestName}.`,
  }),
).describe('Part of the name, without case.');

export const dateField = optional(z.date().register(gql, { scalar: 'DateTime' }));
