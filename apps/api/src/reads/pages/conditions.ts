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
