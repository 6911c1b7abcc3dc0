import type { Sql } from '#libs/database';
import { err, type DomainError } from '#libs/kernel';
import {
  notFound,
  readTarget,
  refuseScopes,
  requestOf,
  submitCreation,
  type AskedScopes,
  type Request,
  type SubmitDeps,
  type Submitted,
} from '#libs/operations';
import { isPermitted } from '#libs/tenants';
import type { VerbContext } from '#libs/verbs';
import {
  connectedClusterKeyOf,
  whereNamed,
} from '../../connected-clusters/connected-cluster.input.js';
import {
  readConnectedCluster,
  type ConnectedClusterScope,
} from '../../connected-clusters/connected-cluster.repository.js';
import { holderBlocks } from '../../holders/check-holder.js';
import { placementOf, type Placement } from '../instance-types/instance-types.input.js';
import type { AttachInput } from './attachment.input.js';
import { lookAtConnectedCluster } from './look-at-connected-cluster.js';
import { planAttachment, type AttachmentKind } from './plan-attachment.js';

/** Replay, authorise, check, accept: what attaching and provisioning share. */
export async function submitAttachment(
  deps: SubmitDeps,
  context: VerbContext,
  input: AttachInput,
  of: AttachmentKind,
): Promise<Submitted> {
  const placement = placementOf(input);
  if (!placement.ok) return placement;
  const key = connectedClusterKeyOf(input);
  if (!key.ok) return key;
  const cluster = await readConnectedCluster(deps.pool, key.value);
  return whereNamed(
    input,
    await decide(deps, context, input, { placement: placement.value, cluster, of }),
  );
}

async function decide(
  deps: SubmitDeps,
  context: VerbContext,
  input: AttachInput,
  {
    placement,
    cluster,
    of,
  }: { placement: Placement; cluster: ConnectedClusterScope | null; of: AttachmentKind },
): Promise<Submitted> {
  const request = requestFor(context, input, of);
  const { principalId } = context.actor;
  const scope = await readTarget(
    deps.pool,
    deps.kinds,
    input.workspaceId,
    principalId,
    request.key,
  );
  const found = scope.found?.kind === 'WORKSPACE' ? scope.found : null;
  const mayOperate = found !== null && isPermitted(context, found.payer.id);
  // Whoever may not operate in the workspace's team is told so first, by the submission itself.
  const decided = !scope.record && mayOperate;
  const { armIds } = request;
  const { known, unshared } = decided
    ? await lookAtConnectedCluster(deps.pool, context, found.payer.id, {
        cluster,
        input,
        armIds,
        of,
      })
    : { known: cluster };
  if (decided && !known) {
    const asked = { kind: of.kind, payer: found.payer, targetName: input.name, armIds, unshared };
    return err(await refuseUnknown(deps.pool, context, asked, found.location));
  }
  return submitCreation(deps, context, {
    scope: { ...scope, found: found && known && { workspace: found, cluster: known } },
    request,
    payer: found?.payer ?? null,
    askedTags: input.costTags,
    on: { kind: of.kind, field: 'workspaceId', what: 'workspace', targetName: input.name },
    plan: (on) => planAttachment(input, placement, on, of),
    blocked: ({ workspace }) => holderBlocks(workspace, 'workspaceId'),
    unshared,
  });
}

/** Named by its ARM id the cluster, and so what is used of it, is known whether it exists or not. */
function requestFor(context: VerbContext, input: AttachInput, of: AttachmentKind): Request {
  const request = requestOf(of.schema, context, input);
  const { clusterArmId } = input;
  if (clusterArmId === null) return request;
  return { ...request, armIds: [...request.armIds, ...of.uses(clusterArmId)] };
}

/**
 * Why there is nothing to attach. What the request may not name is refused as where the cluster exists, so that nobody
 * learns whether it does; only what it may name is not found.
 */
async function refuseUnknown(
  sql: Sql,
  context: VerbContext,
  asked: Omit<AskedScopes, 'place'>,
  location: string,
): Promise<readonly DomainError[]> {
  const place = { location, field: 'workspaceId' };
  const refused = await refuseScopes(sql, context, { ...asked, place });
  return refused.length > 0 ? refused : [notFound('clusterArmId', 'connected cluster')];
}
