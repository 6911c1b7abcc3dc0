import { GraphQLError } from 'graphql';

/** Deeper JSON would exhaust the stack of whoever walks it; no input comes near. */
const deepest = 32;

/** No text that people write is longer, but for what a setup script does: that may be so long. */
export const longestText = 4_096;
const longestScript = 60_000;

/** By the name of its field. */
export const longestOf = (field: string | undefined): number =>
  field === 'text' ? longestScript : longestText;

/** Entries of a list. */
const mostEntries = 1_000;

/**
 * Texts and lists have a longest, and no text may hold U+0000 or half a surrogate pair, which PostgreSQL does not store.
 * Throws BAD_USER_INPUT that names where it stands.
 */
export function checkTexts(variables: unknown): void {
  const found = findProblem(variables, ['variables']);
  if (found) throw badText(found.path.join('.'), found.problem, found.path.slice(1));
}

export const nul = 'holds the character U+0000, which no text may. Take it out.';
const halfPair = 'holds half a surrogate pair, which is no character. Take it out.';
const tooDeep = `nests deeper than ${deepest} levels.`;

export const tooLong = ({ length }: string, longest: number): string =>
  `has ${length} characters; ${longest} are the most.`;

/** `field`: its path among the variables, for ways in that name fields. */
export const badText = (
  where: string,
  problem: string,
  field: readonly string[] = [],
): GraphQLError =>
  new GraphQLError(`${where} ${problem}`, {
    extensions: {
      code: 'BAD_USER_INPUT',
      http: { status: 400 },
      refusals: [{ message: `It ${problem}`, field }],
    },
  });

interface Found {
  path: readonly string[];
  problem: string;
}

function findProblem(value: unknown, path: readonly string[]): Found | undefined {
  if (typeof value === 'string') return findInText(value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length > deepest) return { path: path.slice(0, 3), problem: tooDeep };
  if (Array.isArray(value) && value.length > mostEntries)
    return { path, problem: `has ${value.length} entries; ${mostEntries} are the most.` };
  for (const [key, inner] of Object.entries(value)) {
    const found = findInText(key, path) ?? findProblem(inner, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

function findInText(text: string, path: readonly string[]): Found | undefined {
  const longest = longestOf(path.at(-1));
  if (text.length > longest) return { path, problem: tooLong(text, longest) };
  if (text.includes('\0')) return { path, problem: nul };
  return text.isWellFormed() ? undefined : { path, problem: halfPair };
}
