import { kinds } from '#libs/kinds';
import type { SubmitDeps } from '#libs/operations';
import { applyPlanVerb, planVerb, submits } from '#libs/plans';
import type { PolicyDeps } from '#libs/policies';
import type { ApiKeyDeps, LimitDeps, RoleDeps } from '#libs/tenants';
import type { AnyVerb } from '#libs/verbs';
import * as verbs from './verbs.js';

/** What some verb or other is given. */
export type CatalogueDeps = SubmitDeps & ApiKeyDeps & LimitDeps & RoleDeps & PolicyDeps;

const ofAnyKind: readonly AnyVerb<CatalogueDeps>[] = Object.values(verbs);

const byName = (one: AnyVerb, other: AnyVerb): number => (one.name < other.name ? -1 : 1);

const planned = [...ofAnyKind, ...kinds.all.flatMap((kind) => kind.verbs)].toSorted(byName);
/** Those whose work an operation does: they can be planned, and policies are about them. */
export const submitting = planned.filter(submits);

/** Every verb there is, by the alphabet: all ways in are made from this list. */
export const catalogue: readonly AnyVerb<CatalogueDeps>[] = [
  ...planned,
  planVerb(submitting),
  applyPlanVerb(submitting),
].toSorted(byName);
