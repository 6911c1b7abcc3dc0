import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { armIdKey, computeArmId, sameArmId, subscriptionOf } from '#libs/kernel';
import { durations } from '../../durations.js';
import type { OperationRecord } from '../../long-running-operations/operation-record.js';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { checkComputeName } from '../computes/compute.schema.js';
import { workspaceForComputes } from '../computes/compute-rules.js';
import { isAzureMl } from '../extensions/extensions.js';
import { beyond } from '../kept-fields.js';
import { identitySchema, resolveIdentity } from '../managed-identity.js';
import { decideOutcome } from '../operation-outcome.js';
import { parseBody } from '../parse-body.js';
import { stampSystemData } from '../system-data.js';
import { tagsSchema } from '../tags.js';
import type { WorkspaceRecord } from '../workspaces/workspace-record.js';
import {
  viewKubernetesCompute,
  type KubernetesComputeRecord,
} from './kubernetes-compute-record.js';

const quantities = z.record(z.string(), z.string().nullable()).nullish();
const instanceTypeSchema = z.object({
  nodeSelector: z.record(z.string(), z.string().nullable()).nullish(),
  resources: z.object({ requests: quantities, limits: quantities }).nullish(),
});
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const settingsSchema = z
  .object({
    namespace: text,
    defaultInstanceType: text,
    instanceTypes: z
      .record(z.string(), instanceTypeSchema)
      .nullish()
      .transform((types) => types ?? undefined),
    extensionInstanceReleaseTrain: text,
    vcName: text,
  })
  .nullish()
  .transform((settings) => ({ ...settings, namespace: settings?.namespace ?? 'default' }));

const attachSchema = z.object({
  tags: tagsSchema,
  identity: identitySchema,
  properties: z.object({
    computeType: z.literal('Kubernetes'),
    resourceId: z.string().min(1),
    description: text,
    properties: settingsSchema,
  }),
});
type Attach = z.infer<typeof attachSchema>;

const kubernetesType = z.object({ properties: z.object({ computeType: z.literal('Kubernetes') }) });
export const asksForKubernetes = (body: unknown): boolean => kubernetesType.safeParse(body).success;

const badRequest = (message: string, target: string): ArmRefusal =>
  new ArmRefusal(400, { code: 'BadRequest', message, target });

/** Attaches a cluster: 201 with Azure-AsyncOperation. What is attached does not change: 200 for the same again. */
export function attachKubernetes(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { computes, kubernetesComputes } = simulation;
  const workspace = workspaceForComputes(simulation, request);
  checkComputeName(request.parameters.computeName);
  if (computes.find(request.parameters))
    throw badRequest('The type of a compute cannot be changed.', 'properties.computeType');
  const body = parseBody(attachSchema, request.body);
  const existing = kubernetesComputes.find(request.parameters);
  checkCluster(simulation, workspace, body.properties.resourceId);
  const wanted = desired(simulation, request, workspace, body, existing);
  if (existing && existing.provisioningState !== 'Failed') return same(existing, wanted);
  const { operation, record } = begin(simulation, request, wanted, 'Creating');
  return {
    status: 201,
    headers: {
      'azure-asyncoperation': simulation.operations.pollUrl(
        operation,
        request.origin,
        'computeOperationsStatus',
      ),
    },
    body: viewKubernetesCompute(record),
  };
}

/** Detaches: 202 with both poll headers. The cluster is not Azure's to delete. */
export function detachKubernetes(
  simulation: Simulation,
  request: ArmRequest,
  existing: KubernetesComputeRecord,
): ArmAnswer {
  const { operations } = simulation;
  if (request.query.get('underlyingResourceAction') !== 'Detach')
    throw new ArmRefusal(400, {
      code: 'UserError',
      message:
        "ComputeDelete with computeType Kubernetes is not supported. Use underlyingResourceAction 'Detach'.",
      target: 'underlyingResourceAction',
    });
  const running = existing.operation && operations.find(existing.operation.operationId);
  if (running?.verb === 'PUT') operations.cancel(running.id, request.nowMs);
  const operation =
    running?.verb === 'DELETE'
      ? running
      : begin(simulation, request, existing, 'Deleting').operation;
  return {
    status: 202,
    headers: {
      'azure-asyncoperation': operations.pollUrl(
        operation,
        request.origin,
        'computeOperationsStatus',
      ),
      location: operations.pollUrl(operation, request.origin, 'computeOperationResults'),
      'retry-after': operations.retryAfterSeconds('compute'),
    },
  };
}

function begin(
  simulation: Simulation,
  request: ArmRequest,
  wanted: KubernetesComputeRecord,
  kind: 'Creating' | 'Deleting',
): { operation: OperationRecord; record: KubernetesComputeRecord } {
  const seconds = kind === 'Creating' ? durations.kubernetesAttach : durations.kubernetesDetach;
  const subject = { method: request.method, paths: [request.path] };
  const outcome = decideOutcome(simulation.faults, subject, request.nowMs, seconds);
  const operation = simulation.operations.begin(
    {
      collection: 'computeOperationsStatus',
      verb: kind === 'Creating' ? 'PUT' : 'DELETE',
      subscriptionId: wanted.subscriptionId,
      location: wanted.location,
      resourceId: wanted.id,
    },
    request.nowMs,
    outcome.endsAtMs,
  );
  const record: KubernetesComputeRecord = {
    ...wanted,
    provisioningState: kind,
    operation: { kind, operationId: operation.id, ...outcome },
  };
  simulation.kubernetesComputes.put(record);
  return { operation, record };
}

function desired(
  { extensions }: Simulation,
  request: ArmRequest,
  workspace: WorkspaceRecord,
  { properties, tags, identity: asked }: Attach,
  existing: KubernetesComputeRecord | undefined,
): KubernetesComputeRecord {
  const identity = resolveIdentity(asked, existing?.identity);
  const extension = extensions
    .inCluster(armIdKey(properties.resourceId))
    .find(({ extensionType }) => isAzureMl(extensionType));
  return {
    id: existing?.id ?? computeArmId(workspace.id, request.parameters.computeName),
    subscriptionId: workspace.subscriptionId,
    workspaceKey: armIdKey(workspace.id),
    name: existing?.name ?? request.parameters.computeName,
    location: workspace.location,
    ...(tags ? { tags } : {}),
    ...(identity ? { identity } : {}),
    ...(properties.description === undefined ? {} : { description: properties.description }),
    resourceId: properties.resourceId,
    settings: properties.properties,
    ...(extension?.principalId ? { extensionPrincipalId: extension.principalId } : {}),
    createdOnMs: existing?.createdOnMs ?? request.nowMs,
    modifiedOnMs: request.nowMs,
    provisioningState: 'Creating',
    systemData: stampSystemData(existing?.systemData, request.principal, request.nowMs),
    kept: beyond(attachSchema, request.body),
  };
}

function same(existing: KubernetesComputeRecord, wanted: KubernetesComputeRecord): ArmAnswer {
  if (existing.provisioningState === 'Deleting')
    throw new ArmRefusal(409, {
      code: 'Conflict',
      message: `The compute '${existing.name}' is being detached. Please try again when that is done.`,
    });
  const shape = ({ settings, identity, description }: KubernetesComputeRecord): unknown =>
    JSON.parse(JSON.stringify({ settings, identity, description }));
  if (
    sameArmId(existing.resourceId, wanted.resourceId) &&
    isDeepStrictEqual(shape(existing), shape(wanted))
  )
    return { status: 200, body: viewKubernetesCompute(existing) };
  throw new ArmRefusal(400, {
    code: 'UserError',
    message: `The attached compute '${existing.name}' cannot be changed. Detach it and attach the cluster again.`,
    target: 'properties',
  });
}

function checkCluster(
  { connectedClusters }: Simulation,
  workspace: WorkspaceRecord,
  clusterId: string,
): void {
  if (subscriptionOf(clusterId).toLowerCase() !== workspace.subscriptionId.toLowerCase())
    throw badRequest(
      `The cluster '${clusterId}' is not in the subscription of the workspace, '${workspace.subscriptionId}'.`,
      'properties.resourceId',
    );
  if (!connectedClusters.findById(clusterId))
    throw badRequest(`The cluster '${clusterId}' was not found.`, 'properties.resourceId');
}
