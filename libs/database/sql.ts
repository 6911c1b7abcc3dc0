import type { Query } from './statement.js';

/**
 * What runs statements: a `pg.Pool`, or one of its clients inside a transaction. Values travel as
 * parameters and are never spliced into the text.
 */
export interface Sql {
  query<R extends object>(statement: Query<R>): Promise<{ rows: R[]; rowCount: number | null }>;
  query<R extends object>(
    text: string,
    values?: unknown[],
  ): Promise<{ rows: R[]; rowCount: number | null }>;
}
