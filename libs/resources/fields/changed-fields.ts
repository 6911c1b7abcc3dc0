import { isDeepStrictEqual } from 'node:util';

type Fields = Readonly<Record<string, unknown>>;

/** Those fields of `before`, as they were then, that have another value in `after`. */
export const changedFields = (before: Fields, after: Fields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(before).filter(([name, value]) => !isDeepStrictEqual(value, after[name])),
  );
