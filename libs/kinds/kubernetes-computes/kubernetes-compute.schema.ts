import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import {
  desiredIdentitySchema,
  noIdentity,
  observedIdentitySchema,
  observedTagsSchema,
} from '#libs/resources';

/** Amounts in Kubernetes' own notation; null: not said. */
export const resourceAmountsSchema = z.object({
  cpu: z.string().max(100).nullable(),
  memory: z.string().max(100).nullable(),
  nvidiaGpu: z.string().max(100).nullable(),
});
export type ResourceAmounts = z.infer<typeof resourceAmountsSchema>;

/** A choice of machine that jobs name: where they may run, and what they get. */
export const instanceTypeSchema = z.object({
  name: z.string().max(200),
  nodeSelector: z.record(z.string().max(400), z.string().max(100)),
  requests: resourceAmountsSchema,
  limits: resourceAmountsSchema,
});
export type InstanceType = z.infer<typeof instanceTypeSchema>;

const observedAmountsSchema = z.object({
  cpu: z.string().nullable(),
  memory: z.string().nullable(),
  nvidiaGpu: z.string().nullable(),
});

/** `resource.desired` of a KUBERNETES_COMPUTE. What an older row does not say has Azure's default. */
export const kubernetesDesiredSchema = z.object({
  /** The row of the cluster. */
  clusterId: z.string(),
  clusterArmId: armIdSchema,
  description: z.string().nullable().default(null),
  namespace: z.string(),
  identity: desiredIdentitySchema.default(noIdentity),
  /** Null: Azure's own default. */
  defaultInstanceType: z.string().nullable().default(null),
  instanceTypes: z.array(instanceTypeSchema).default([]),
  /** Where the worker finds the kubeconfig to verify with; never the kubeconfig. */
  kubeconfigReference: z.string().nullable().default(null),
});
export type KubernetesDesired = z.infer<typeof kubernetesDesiredSchema>;

/** `resource.observed` of a KUBERNETES_COMPUTE: what ARM last answered, in our words. Its two connection strings are left out. */
export const kubernetesObservedSchema = z.object({
  clusterArmId: z.string().nullable(),
  description: z.string().nullable(),
  namespace: z.string(),
  identity: observedIdentitySchema,
  defaultInstanceType: z.string().nullable(),
  /** Of any length: ARM may have more than we would take. */
  instanceTypes: z.array(
    z.object({
      name: z.string(),
      nodeSelector: z.record(z.string(), z.string()),
      requests: observedAmountsSchema,
      limits: observedAmountsSchema,
    }),
  ),
  extensionReleaseTrain: z.string().nullable(),
  tags: observedTagsSchema,
});
export type KubernetesObserved = z.infer<typeof kubernetesObservedSchema>;

const one: ResourceAmounts = { cpu: '1', memory: '4Gi', nvidiaGpu: '0' };

/** What Azure uses where a request names no instance types: 1 cpu, 4Gi, no GPU. */
export const azureDefaultInstanceType: InstanceType = {
  name: 'defaultinstancetype',
  nodeSelector: {},
  requests: one,
  limits: one,
};
