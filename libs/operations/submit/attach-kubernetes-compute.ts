import { z } from 'zod';
import { computeArmId, err, type DomainError } from '#libs/kernel';
import {
  azureDefaultInstanceType,
  caution,
  checkKubernetesCompute,
  checkName,
  noIdentity,
  together,
  type Findings,
  type KubernetesDesired,
} from '#libs/resources';
import { isAllowed, type RequestContext } from '#libs/tenants';
import type { OperationKind } from '../operation.js';
import { checkAttachable, checkKubeconfigReference } from './attach-rules.js';
import { refuseActor } from './authorise-submission.js';
import { holderBlocks } from './check-holder.js';
import { clusterFields, clusterKeyOf, whereNamed } from './cluster-input.js';
import { readCluster, type ClusterScope } from './cluster.repository.js';
import { requestOf } from './idempotency.js';
import {
  placementFields,
  placementOf,
  whereWritten,
  type Placement,
  type PlacementInput,
} from './instance-types-input.js';
import { costTagsSchema, idempotencyKeySchema, parseInput, rowIdSchema } from './parse-input.js';
import { readTarget, type Scope, type Target } from './scope.repository.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitCreation, type Plan } from './submit-creation.js';

export const attachFields = {
  workspaceId: rowIdSchema,
  name: z.string().max(200),
  ...clusterFields,
  ...placementFields,
  costTags: costTagsSchema,
  idempotencyKey: idempotencyKeySchema,
};
const inputSchema = z.object(attachFields);
export type AttachInput = z.infer<typeof inputSchema>;

/** Accepts the attachment of a cluster that has the extension. Takes `operate` in the workspace's team and in the cluster's (ADR 0011). */
export async function attachKubernetesCompute(
  deps: SubmitDeps,
  context: RequestContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  return submitAttachment(deps, context, input.value, {
    mutation: 'attachKubernetesCompute',
    kind: 'KUBERNETES_COMPUTE_ATTACH',
    more: () => ({ findings: together() }),
  });
}

export interface AttachmentKind {
  mutation: string;
  kind: OperationKind;
  /** What this mutation asks beyond an attachment. */
  more(cluster: ClusterScope): { findings: Findings; input?: Record<string, unknown> };
}

/** Replay, authorise in both teams, check, accept: what attaching and provisioning share. */
export async function submitAttachment(
  deps: SubmitDeps,
  context: RequestContext,
  input: AttachInput,
  of: AttachmentKind,
): Promise<Submitted> {
  const placement = placementOf(input);
  if (!placement.ok) return placement;
  const key = clusterKeyOf(input);
  if (!key.ok) return key;
  const cluster = await readCluster(deps.pool, key.value);
  return whereNamed(
    input,
    await decide(deps, context, input, { placement: placement.value, cluster, of }),
  );
}

async function decide(
  deps: SubmitDeps,
  context: RequestContext,
  input: AttachInput,
  {
    placement,
    cluster,
    of,
  }: { placement: Placement; cluster: ClusterScope | null; of: AttachmentKind },
): Promise<Submitted> {
  const request = requestOf(of.mutation, input);
  const { principalId } = context.actor;
  const scope = await readTarget(deps.pool, input.workspaceId, principalId, request.key);
  const found = scope.found?.kind === 'WORKSPACE' ? scope.found : null;
  const refused = await refuseCluster(deps, context, { ...scope, found }, cluster, {
    kind: of.kind,
    name: input.name,
  });
  if (refused) return err([refused]);
  return submitCreation(deps, context, {
    scope: { ...scope, found: found && cluster && { workspace: found, cluster } },
    request,
    payer: found?.payer ?? null,
    askedTags: input.costTags,
    on: { kind: of.kind, field: 'workspaceId', what: 'workspace', targetName: input.name },
    plan: (on) => plan(input, placement, on, of),
    blocked: ({ workspace }) => holderBlocks(workspace, 'workspaceId'),
  });
}

/** Whoever may not operate in the workspace's team is told so first, by the submission itself. */
async function refuseCluster(
  deps: SubmitDeps,
  context: RequestContext,
  { record, found }: Scope<Target>,
  cluster: ClusterScope | null,
  { kind, name }: { kind: OperationKind; name: string },
): Promise<DomainError | undefined> {
  if (record || !found || !isAllowed(context.actor, 'operate', found.payer.id)) return undefined;
  const on = { kind, field: 'clusterArmId', what: 'connected cluster', targetName: name };
  return refuseActor(deps.pool, context, cluster && { id: cluster.teamId }, on);
}

function plan(
  input: AttachInput,
  placement: Placement,
  { workspace, cluster }: { workspace: Target; cluster: ClusterScope },
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
    ...(more.input && { input: more.input }),
    findings: together(
      checkName('KUBERNETES_COMPUTE', input.name),
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
  cluster: ClusterScope,
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
