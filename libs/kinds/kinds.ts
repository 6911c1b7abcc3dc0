import type { ResourceKind } from '#libs/resources';
import { Kinds } from '#libs/operations';
import * as everyKind from './every-kind.js';
import type { KindDefinition } from './kind-definition.js';

export type KnownKinds = Kinds<KindDefinition>;

/** What a list of a workspace's computes answers for. */
export const computeKindsOf = ({ all }: KnownKinds): ResourceKind[] =>
  all.filter(({ compute }) => compute).map(({ kind }) => kind);

/** Every kind of resource there is, by the alphabet: whatever lists kinds is made from this list. */
export const kinds: KnownKinds = new Kinds<KindDefinition>(Object.values(everyKind));
