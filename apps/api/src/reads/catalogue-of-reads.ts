import type { AnyRead } from '#libs/verbs';
import type { ReadDeps } from './read-deps.js';
import * as verbs from './verbs.js';

/** Every read there is, by the alphabet: all ways in are made from this list, beside the catalogue of what changes. */
export const reads: readonly AnyRead<ReadDeps>[] = Object.values<AnyRead<ReadDeps>>(verbs).sort(
  (one, other) => (one.name < other.name ? -1 : 1),
);
