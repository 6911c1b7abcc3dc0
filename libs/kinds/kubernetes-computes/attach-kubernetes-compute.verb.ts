import { z } from 'zod';
import type { Sql } from '#libs/database';
import { armIdKey, computeArmId, err, type ArmId, type DomainError } from '#libs/kernel';
import { caution, checkName, noIdentity, together, type Findings } from '#libs/resources';
import { findUnshared, isAllowed, isPermitted } from '#libs/tenants';
import { exampleId, gql, idempotencyKeyField, idOf, verb, type VerbContext } from '#libs/verbs';
import {
  type AskedArmId,
  type OperationKind,
  notFound,
  refuseScopes,
  type AskedScopes,
  requestOf,
  type Request,
  newCostTags,
  readTarget,
  type Target,
  submissionOf,
  type SubmitDeps,
  type Submitted,
  submitCreation,
  type Plan,
} from '#libs/operations';
import { checkAttachable, checkKubeconfigReference } from '../arc-extensions/attach-rules.js';
import { holderBlocks } from '../holders/check-holder.js';
import {
  connectedClusterFields,
  connectedClusterKeyOf,
  exampleConnected,
  kubernetesPayload,
  whereNamed,
} from '../connected-clusters/connected-cluster.input.js';
import {
  readConnectedCluster,
  type ConnectedClusterScope,
} from '../connected-clusters/connected-cluster.repository.js';
import { azureDefaultInstanceType } from './instance-types/instance-type.schema.js';
import { type KubernetesDesired } from './kubernetes-compute.schema.js';
import { checkKubernetesCompute } from './kubernetes-compute.rules.js';
import {
  placementFields,
  placementOf,
  whereWritten,
  type Placement,
  type PlacementInput,
} from './instance-types/instance-types.input.js';
import { kubernetesComputeName } from './kubernetes-compute-name.rules.js';

export const attachFields = {
  workspaceId: idOf('Workspace').describe('The workspace.'),
  name: z.string().max(200).describe('3 to 16 letters, digits and -.'),
  ...connectedClusterFields,
  ...placementFields,
  costTags: newCostTags,
  idempotencyKey: idempotencyKeyField,
};
const inputSchema = z
  .strictObject(attachFields)
  .register(gql, { description: 'A cluster that has the extension, and where to attach it.' });
export type AttachInput = z.infer<typeof inputSchema>;

/** Accepts the attachment of a cluster that has the extension. The workspace's team holds the cluster, or shares it (ADR 0026). */
export const attachKubernetesCompute = verb({
  name: 'attachKubernetesCompute',
  noun: 'Kubernetes compute',
  summary: 'Attaches a cluster that has the extension to a workspace.',
  input: inputSchema,
  example: { workspaceId: exampleId('Workspace'), name: 'arc-gpu', clusterArmId: exampleConnected },
  target: 'workspaceId',
  permission: 'operate',
  effect: 'create',
  destructive: false,
  answer: submissionOf('compute', 'KubernetesCompute'),
  payload: kubernetesPayload,
  run: async (deps: SubmitDeps, context, input) => {
    return submitAttachment(deps, context, input, {
      schema: inputSchema,
      kind: 'KUBERNETES_COMPUTE_ATTACH',
      uses: () => [],
      more: () => ({ findings: together() }),
    });
  },
});

export interface AttachmentKind {
  /** What parsed the input. */
  schema: z.ZodType;
  kind: OperationKind;
  /** What it uses of the cluster beside the cluster itself. */
  uses(clusterArmId: ArmId): readonly AskedArmId[];
  /** What this mutation asks beyond an attachment. */
  more(cluster: ConnectedClusterScope): { findings: Findings; input?: Record<string, unknown> };
}

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
    ? await lookAtCluster(deps.pool, context, found.payer.id, { cluster, input, armIds, of })
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
    plan: (on) => plan(input, placement, on, of),
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

const clusterField = ['input', 'clusterArmId'];

interface LookedAt {
  /** The cluster; null also where it is named by its id here and neither the actor sees it nor the team shares it. */
  known: ConnectedClusterScope | null;
  /** What of all that the request names the team may not name; absent: not asked yet. */
  unshared?: ReadonlySet<string>;
}

/** One statement answers for the cluster and for the ids beside it, the same whether there is such a cluster or not. */
async function lookAtCluster(
  sql: Sql,
  { actor }: VerbContext,
  teamId: string,
  named: {
    cluster: ConnectedClusterScope | null;
    input: AttachInput;
    armIds: Request['armIds'];
    of: AttachmentKind;
  },
): Promise<LookedAt> {
  const { cluster, input, of } = named;
  const { clusterId } = input;
  if (clusterId === null || (cluster && isAllowed(actor, 'view', cluster.teamId)))
    return { known: cluster };
  const key = cluster ? armIdKey(cluster.armId) : clusterId;
  const armIds = [...named.armIds, ...(cluster ? of.uses(cluster.armId) : [])];
  const keys = [key, ...armIds.map(({ armId }) => armIdKey(armId))];
  const unshared = await findUnshared(sql, teamId, keys);
  return { known: unshared.has(key) ? null : cluster, unshared };
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

function plan(
  input: AttachInput,
  placement: Placement,
  { workspace, cluster }: { workspace: Target; cluster: ConnectedClusterScope },
  of: AttachmentKind,
): Plan {
  const desired = desiredOf(input, placement, cluster);
  const more = of.more(cluster);
  return {
    kind: of.kind,
    resourceKind: 'KUBERNETES_COMPUTE',
    parentId: workspace.id,
    name: input.name,
    armId: computeArmId(workspace.armId, input.name),
    subscriptionId: workspace.subscriptionId,
    location: workspace.location,
    desired,
    vmSizeKey: null,
    // Named by its ARM id it is among those of the input.
    armIds:
      input.clusterId === null
        ? []
        : [{ armId: cluster.armId, field: clusterField }, ...of.uses(cluster.armId)],
    ...(more.input && { input: more.input }),
    findings: together(
      checkName(kubernetesComputeName, input.name),
      whereWritten(input, checkKubernetesCompute(desired)),
      checkKubeconfigReference(input.kubeconfigReference),
      checkAttachable(cluster, workspace, of.kind === 'KUBERNETES_COMPUTE_ATTACH'),
      cautionDefault(desired),
      more.findings,
    ),
  };
}

const desiredOf = (
  input: PlacementInput,
  { namespace, defaultInstanceType, instanceTypes }: Placement,
  cluster: ConnectedClusterScope,
): KubernetesDesired => ({
  clusterId: cluster.id,
  clusterArmId: cluster.armId,
  description: input.description,
  namespace: namespace ?? 'default',
  identity: input.identity ?? noIdentity,
  defaultInstanceType,
  instanceTypes: instanceTypes ?? [],
  kubeconfigReference: input.kubeconfigReference,
});

/** Without instance types Azure's own is used: say which. */
export function cautionDefault({ instanceTypes }: KubernetesDesired): Findings {
  if (instanceTypes.length > 0) return together();
  const { cpu, memory, nvidiaGpu } = azureDefaultInstanceType.limits;
  const message = `No instance types were named: jobs run as Azure's default, ${cpu ?? ''} cpu, ${memory ?? ''}, ${nvidiaGpu ?? ''} GPU.`;
  const field = ['input', 'instanceTypes'];
  return caution('DEFAULT_INSTANCE_TYPE', field, message);
}
