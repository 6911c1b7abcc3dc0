import { GraphQLError } from 'graphql';

/** PostgreSQL stores no U+0000, so no text may hold one. Throws BAD_USER_INPUT that names where it stands. */
export function refuseNul(variables: unknown): void {
  const path = findNul(variables, 'variables');
  if (path !== undefined) throw nulError(path);
}

export const nulError = (where: string): GraphQLError =>
  new GraphQLError(`${where} holds the character U+0000, which no text may. Take it out.`, {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });

function findNul(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = key.includes('\0') ? path : findNul(inner, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
