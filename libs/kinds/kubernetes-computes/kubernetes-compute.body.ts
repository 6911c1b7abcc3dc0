import { z } from 'zod';
import {
  identityBody,
  observeIdentity,
  objectAt,
  type ResourceBody,
  observeTags,
  type AzureTags,
} from '#libs/resources';
import {
  type InstanceType,
  type KubernetesDesired,
  type KubernetesObserved,
  type ResourceAmounts,
} from './kubernetes-compute.schema.js';

/**
 * The PUT that attaches a cluster (docs/azure-facts.md#attached-kubernetes-clusters): `resourceId` at the outer level,
 * amounts as text.
 */
export const kubernetesBody = (
  desired: KubernetesDesired,
  workspaceLocation: string,
  tags: AzureTags,
): ResourceBody => ({
  location: workspaceLocation,
  tags,
  identity: identityBody(desired.identity),
  properties: {
    computeType: 'Kubernetes',
    resourceId: desired.clusterArmId,
    ...(desired.description !== null && { description: desired.description }),
    properties: {
      namespace: desired.namespace,
      ...(desired.defaultInstanceType !== null && {
        defaultInstanceType: desired.defaultInstanceType,
        instanceTypes: Object.fromEntries(desired.instanceTypes.map(instanceTypeBody)),
      }),
    },
  },
});

const instanceTypeBody = (type: InstanceType): [string, ResourceBody] => [
  type.name,
  {
    ...(Object.keys(type.nodeSelector).length > 0 && { nodeSelector: type.nodeSelector }),
    resources: { requests: amountsBody(type.requests), limits: amountsBody(type.limits) },
  },
];

const amountsBody = ({ cpu, memory, nvidiaGpu }: ResourceAmounts): ResourceBody => ({
  ...(cpu !== null && { cpu }),
  ...(memory !== null && { memory }),
  ...(nvidiaGpu !== null && { 'nvidia.com/gpu': nvidiaGpu }),
});

const text = z.string().nullish().catch(null);
/** ARM may write amounts as numbers where the configuration did. */
const amount = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);
const amountsAnswer = z
  .object({ cpu: amount, memory: amount, 'nvidia.com/gpu': amount })
  .nullish()
  .catch(null);
const instanceTypeAnswer = z.object({
  nodeSelector: z.record(z.string(), z.string()).nullish().catch(null),
  resources: z.object({ requests: amountsAnswer, limits: amountsAnswer }).nullish().catch(null),
});
const settingsAnswer = z.object({
  namespace: text,
  defaultInstanceType: text,
  instanceTypes: z.record(z.string(), instanceTypeAnswer).nullish().catch(null),
  extensionInstanceReleaseTrain: text,
});

/** Instance types as ARM, and the studio's configuration, write them: a map by name. Never throws. */
export const readInstanceTypes = (map: unknown): InstanceType[] =>
  Object.entries(z.record(z.string(), instanceTypeAnswer).safeParse(map).data ?? {}).map(
    ([name, { nodeSelector, resources }]) => ({
      name,
      nodeSelector: nodeSelector ?? {},
      requests: amountsOf(resources?.requests),
      limits: amountsOf(resources?.limits),
    }),
  );

const amountsOf = (answer: z.infer<typeof amountsAnswer>): ResourceAmounts => ({
  cpu: answer?.cpu ?? null,
  memory: answer?.memory ?? null,
  nvidiaGpu: answer?.['nvidia.com/gpu'] ?? null,
});

/** What ARM answered about an attachment, in our words. Never throws; the connection strings are not read. */
export function observeKubernetes(body: ResourceBody): KubernetesObserved {
  const properties = z
    .object({ resourceId: text, description: text })
    .parse(objectAt(body, 'properties'));
  const settings = settingsAnswer.parse(objectAt(body, 'properties', 'properties'));
  return {
    clusterArmId: properties.resourceId ?? null,
    description: properties.description ?? null,
    namespace: settings.namespace ?? 'default',
    identity: observeIdentity(body),
    defaultInstanceType: settings.defaultInstanceType ?? null,
    instanceTypes: readInstanceTypes(settings.instanceTypes ?? {}),
    extensionReleaseTrain: settings.extensionInstanceReleaseTrain ?? null,
    tags: observeTags(body),
  };
}
