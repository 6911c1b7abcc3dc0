/**
 * What runs statements: a `pg.Pool`, or one of its clients inside a transaction. Values travel as
 * parameters and are never spliced into the text.
 */
export interface Sql {
  query<R extends object>(
    text: string,
    values?: unknown[],
  ): Promise<{ rows: R[]; rowCount: number | null }>;
  query<R extends object>(
    statement: NamedStatement,
  ): Promise<{ rows: R[]; rowCount: number | null }>;
}

/** A statement that each connection plans once, by its name; the same name means the same text for ever. */
export interface NamedStatement {
  name: string;
  text: string;
  values: unknown[];
}
