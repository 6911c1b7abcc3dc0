import type { DomainError } from '#libs/kernel';
import {
  readTarget,
  submitCreation,
  type OperationKind,
  type Plan,
  type regionOf,
  type Request,
  type SubmitDeps,
  type Submitted,
  type Target,
} from '#libs/operations';
import type { ResourceKind, Tag } from '#libs/resources';
import type { VerbContext } from '#libs/verbs';
import { holderBlocks } from './check-holder.js';

interface CreationInHolder {
  /** What shall hold it; `field` of the input names it, and refusals call it `what`. */
  holder: { kind: ResourceKind; id: string; field: string; what: string };
  kind: OperationKind;
  request: Request;
  name: string;
  costTags: readonly Tag[];
  /** Of whose offers the plan wants some. */
  region?: ReturnType<typeof regionOf>;
  plan: (holder: Target) => Plan;
  /** Another reason against it, looked up beside the holder. */
  obstacle?: Promise<DomainError | undefined>;
}

export const workspaceHolding = (id: string): CreationInHolder['holder'] => ({
  kind: 'WORKSPACE',
  id,
  field: 'workspaceId',
  what: 'workspace',
});

/** Accepts the creation of something in what its team pays for. Refuses as `submitCreation` does, and where the holder does not stand. */
export async function createInHolder(
  deps: SubmitDeps,
  context: VerbContext,
  { holder, kind, request, name, costTags, region, plan, obstacle }: CreationInHolder,
): Promise<Submitted> {
  const { principalId } = context.actor;
  const along = region && { region };
  const [scope, reason] = await Promise.all([
    readTarget(deps.pool, deps.kinds, holder.id, principalId, request.key, along),
    obstacle,
  ]);
  const found = scope.found?.kind === holder.kind ? scope.found : null;
  return submitCreation(deps, context, {
    scope: { ...scope, found },
    request,
    payer: found?.payer ?? null,
    askedTags: costTags,
    on: { kind, field: holder.field, what: holder.what, targetName: name },
    plan,
    blocked: (standing) => holderBlocks(standing, holder.field) ?? reason,
  });
}
