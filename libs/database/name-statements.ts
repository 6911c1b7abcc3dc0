const statementsKept = 500;

/**
 * Names Prisma's statements, so that each connection plans one only once. PostgreSQL keeps every named
 * statement until the connection ends: only the first 500 texts get a name, what comes later goes unnamed.
 */
export function createStatementNamer(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= statementsKept) return '';
    const name = `prisma_${names.size + 1}`;
    names.set(sql, name);
    return name;
  };
}
