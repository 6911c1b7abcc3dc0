/**
 * Names statements, so that each connection plans one only once. PostgreSQL keeps every named statement until the
 * connection ends: only the first `kept` texts get a name, what comes later goes unnamed.
 */
export function createStatementNamer(
  prefix: string,
  kept: number,
): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= kept) return '';
    const name = `${prefix}_${names.size + 1}`;
    names.set(sql, name);
    return name;
  };
}
