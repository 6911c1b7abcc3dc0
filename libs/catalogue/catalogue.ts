import type { SubmitDeps } from '#libs/operations';
import type { ApiKeyDeps } from '#libs/tenants';
import type { AnyVerb } from '#libs/verbs';
import * as verbs from './verbs.js';

/** What some verb or other is given. */
export type CatalogueDeps = SubmitDeps & ApiKeyDeps;

/** Every verb there is, by the alphabet: all ways in are made from this list. */
export const catalogue: readonly AnyVerb<CatalogueDeps>[] = Object.values(verbs);
