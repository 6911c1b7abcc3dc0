import { z } from 'zod';
import { identityBody, observeIdentity } from './identity.body.js';
import {
  differing,
  differingIdentity,
  differingTags,
  idForm,
  type IgnoredField,
} from './ignored-field.js';
import {
  type InstanceType,
  type KubernetesDesired,
  type KubernetesObserved,
  type ResourceAmounts,
} from './kubernetes-compute.schema.js';
import { sameQuantity } from './quantity.rules.js';
import { objectAt, type ResourceBody } from './resource-body.js';
import { observeTags, type AzureTags } from './tags.body.js';
import type { Tag } from './tags.rules.js';

/** The PUT that attaches a cluster (arm-facts, Kubernetes): `resourceId` at the outer level, amounts as text. */
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

/** Every field of an attachment that ARM answers otherwise than asked; amounts compare by what they are worth. */
export function compareKubernetes(
  desired: KubernetesDesired,
  costTags: readonly Tag[],
  found: KubernetesObserved,
): IgnoredField[] {
  return [
    ...differing<string | null>('clusterArmId', desired.clusterArmId, found.clusterArmId, idForm),
    ...differing('namespace', desired.namespace, found.namespace),
    ...differing('description', desired.description ?? '', found.description ?? ''),
    ...differingIdentity(desired.identity, found.identity),
    ...(desired.defaultInstanceType === null
      ? []
      : differing<string | null>(
          'defaultInstanceType',
          desired.defaultInstanceType,
          found.defaultInstanceType,
        )),
    ...desired.instanceTypes.flatMap((type) => differingType(type, found)),
    ...differingTags(costTags, found.tags),
  ];
}

function differingType(asked: InstanceType, { instanceTypes }: KubernetesObserved): IgnoredField[] {
  const found = instanceTypes.find(({ name }) => name === asked.name);
  const field = `instanceTypes.${asked.name}`;
  if (found && sameType(asked, found)) return [];
  return [{ field, asked, found: found ?? null }];
}

const sameType = (a: InstanceType, b: InstanceType): boolean =>
  sameAmounts(a.requests, b.requests) &&
  sameAmounts(a.limits, b.limits) &&
  Object.keys({ ...a.nodeSelector, ...b.nodeSelector }).every(
    (key) => a.nodeSelector[key] === b.nodeSelector[key],
  );

/** No GPU and none said are one. */
const sameAmounts = (a: ResourceAmounts, b: ResourceAmounts): boolean =>
  sameQuantity(a.cpu, b.cpu) &&
  sameQuantity(a.memory, b.memory) &&
  sameQuantity(a.nvidiaGpu ?? '0', b.nvidiaGpu ?? '0');
