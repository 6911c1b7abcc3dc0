/** What the rows of a page must be: SQL, with the values of its parameters in their order. */
export class Conditions {
  readonly where: string[] = [];
  readonly values: unknown[] = [];

  /** The parameter that a value is sent as, e.g. `$1`. */
  readonly bind = (value: unknown): string => `$${this.values.push(value)}`;

  /** A condition on a value; none where the value is undefined. */
  readonly add = (value: unknown, clause: (parameter: string) => string): void => {
    if (value !== undefined) this.where.push(clause(this.bind(value)));
  };
}

/**
 * A value that PostgreSQL does not look at when it plans. It keeps planning a prepared statement anew while plans for the
 * values at hand promise to be cheaper than one for all; where it sees no values, both are the same.
 */
export const hidden = (parameter: string, type: string): string =>
  `(SELECT ${parameter}::${type})::${type}`;

/** A value that PostgreSQL plans by. */
export const typed = (parameter: string, type: string): string => `${parameter}::${type}`;

/** What must all hold. */
export const allOf = (conditions: readonly string[]): string => conditions.join(' AND ') || 'true';
