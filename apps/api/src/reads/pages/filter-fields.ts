import { z } from 'zod';
import { kinds } from '#libs/kinds';
import { gql, optional, parseGlobalId, type NodeType } from '#libs/verbs';
import { nodeTypes } from '../node-types.js';

const inAzure = new Set(kinds.all.map(({ node }) => node));

/**
 * The row behind an id that narrows a list. Refuses what is no id of these types (of any, where none are named): a list
 * that is empty for a slip of the pen would be believed.
 */
function idAmong(...types: readonly NodeType[]) {
  const allowed = types.length === 0 ? nodeTypes : new Set(types);
  const what = types.length === 0 ? 'no id' : `no id of a ${types.join(' or ')}`;
  const hasArmId = [...allowed].some((type) => inAzure.has(type));
  const or = hasArmId ? ', or the ARM id of one that you see' : '';
  return z
    .string()
    .transform((text, context) => {
      const parsed = parseGlobalId(text);
      if (parsed && allowed.has(parsed.type)) return parsed.id;
      const message = `is ${what}: pass what the field id of it answers${or}.`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .register(gql, { scalar: 'ID', ids: types });
}

export const narrowingId = (...types: readonly NodeType[]) => optional(idAmong(...types));

/** Values of a field that one filter may name. */
const mostValues = 50;

/** Any of several values. None is refused: it could mean that nothing is wanted, or that all is. */
export const anyOf = <S extends z.ZodType>(value: S) =>
  optional(
    z
      .array(value)
      .min(1, `is empty: leave it out, or name 1 to ${mostValues}.`)
      .max(mostValues, {
        error: ({ input }) =>
          `holds ${(input as unknown[]).length}; at most ${mostValues} are allowed.`,
      }),
  );

export const narrowingIds = (...types: readonly NodeType[]) => anyOf(idAmong(...types));

/** As long as the longest name that Azure allows, a resource group's. */
const longestName = 90;

/** The empty text narrows nothing. */
export const nameText = () =>
  optional(
    z.string().max(longestName, {
      error: ({ input }) =>
        `has ${(input as string).length} characters; no name has more than ${longestName}.`,
    }),
  );

export const nameFields = {
  nameContains: nameText().describe('Part of the name, without case.'),
  nameStartsWith: nameText().describe('How the name begins, without case.'),
};

export const dateField = optional(z.date().register(gql, { scalar: 'DateTime' }));

export const createdFields = {
  createdFrom: dateField.describe('Made at or after.'),
  createdTo: dateField.describe('Made before.'),
};
