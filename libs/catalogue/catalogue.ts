import { kinds } from '#libs/kinds';
import type { SubmitDeps } from '#libs/operations';
import type { ApiKeyDeps, RoleDeps } from '#libs/tenants';
import type { AnyVerb } from '#libs/verbs';
import * as verbs from './verbs.js';

/** What some verb or other is given. */
export type CatalogueDeps = SubmitDeps & ApiKeyDeps & RoleDeps;

const ofAnyKind: readonly AnyVerb<CatalogueDeps>[] = Object.values(verbs);

/** Every verb there is, by the alphabet: all ways in are made from this list. */
export const catalogue: readonly AnyVerb<CatalogueDeps>[] = [
  ...ofAnyKind,
  ...kinds.all.flatMap((kind) => kind.verbs),
].sort((one, other) => (one.name < other.name ? -1 : 1));
