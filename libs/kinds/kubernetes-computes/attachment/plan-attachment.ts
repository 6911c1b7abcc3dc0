import type { z } from 'zod';
import { computeArmId, type ArmId } from '#libs/kernel';
import type { AskedArmId, OperationKind, Plan, Target } from '#libs/operations';
import { caution, checkName, noIdentity, together, type Findings } from '#libs/resources';
import { checkAttachable, checkKubeconfigReference } from '../../arc-extensions/attach-rules.js';
import type { ConnectedClusterScope } from '../../connected-clusters/connected-cluster.repository.js';
import { azureDefaultInstanceType } from '../instance-types/instance-type.schema.js';
import {
  whereWritten,
  type Placement,
  type PlacementInput,
} from '../instance-types/instance-types.input.js';
import { kubernetesComputeName } from '../kubernetes-compute-name.rules.js';
import { checkKubernetesCompute } from '../kubernetes-compute.rules.js';
import type { KubernetesDesired } from '../kubernetes-compute.schema.js';
import type { AttachInput } from './attachment.input.js';

export interface AttachmentKind {
  /** What parsed the input. */
  schema: z.ZodType;
  kind: OperationKind;
  /** What it uses of the cluster beside the cluster itself. */
  uses(clusterArmId: ArmId): readonly AskedArmId[];
  /** What this mutation asks beyond an attachment. */
  more(cluster: ConnectedClusterScope): { findings: Findings; input?: Record<string, unknown> };
}

const clusterField = ['input', 'clusterArmId'];

/** The attachment of a cluster to a workspace, with what is wrong about it. Pure. */
export function planAttachment(
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
