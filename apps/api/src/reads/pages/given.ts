/** What does not narrow, absent or null or the empty text, left out. */
export type Given<T> = { [K in keyof T]?: Exclude<T[K], null | undefined> };

export const given = <T extends object>(values: T): Given<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  ) as Given<T>;
