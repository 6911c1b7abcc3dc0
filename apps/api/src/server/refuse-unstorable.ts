import { GraphQLError } from 'graphql';

/** Deeper JSON would exhaust the stack of whoever walks it; no input comes near. */
const deepest = 32;

/**
 * PostgreSQL stores neither U+0000 nor half a surrogate pair, so no text may hold one. Throws BAD_USER_INPUT that names
 * where it stands.
 */
export function refuseUnstorable(variables: unknown): void {
  const found = findUnstorable(variables, ['variables']);
  if (found) throw badText(found.path.join('.'), found.problem);
}

export const nul = 'holds the character U+0000, which no text may. Take it out.';
const halfPair = 'holds half a surrogate pair, which is no character. Take it out.';
const tooDeep = `nests deeper than ${deepest} levels.`;

export const badText = (where: string, problem: string): GraphQLError =>
  new GraphQLError(`${where} ${problem}`, {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });

interface Found {
  path: readonly string[];
  problem: string;
}

function findUnstorable(value: unknown, path: readonly string[]): Found | undefined {
  if (typeof value === 'string') return findInText(value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length > deepest) return { path: path.slice(0, 2), problem: tooDeep };
  for (const [key, inner] of Object.entries(value)) {
    const found = findInText(key, path) ?? findUnstorable(inner, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

function findInText(text: string, path: readonly string[]): Found | undefined {
  if (text.includes('\0')) return { path, problem: nul };
  return text.isWellFormed() ? undefined : { path, problem: halfPair };
}
