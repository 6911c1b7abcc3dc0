export type DatabaseUnfitCode =
  | 'DATABASE_NOT_MIGRATED'
  | 'DATABASE_LOOKS_ELSEWHERE'
  | 'PGBOUNCER_REFUSES_SETTINGS'
  | 'PGBOUNCER_LOSES_STATEMENTS'
  | 'PGBOUNCER_LOSES_LIMITS'
  | 'PGBOUNCER_LOSES_NOTIFICATIONS';

/** The database cannot be worked with as it is configured; the message says what to set. */
export class DatabaseUnfit extends Error {
  override readonly name = 'DatabaseUnfit';

  constructor(
    readonly code: DatabaseUnfitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${message}`, options);
  }
}
