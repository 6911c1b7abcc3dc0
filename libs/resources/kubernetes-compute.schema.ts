import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import { desiredIdentitySchema, type ObservedIdentity } from './identity.schema.js';

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

/** `resource.desired` of a KUBERNETES_COMPUTE. */
export const kubernetesDesiredSchema = z.object({
  /** The row of the cluster. */
  clusterId: z.string(),
  clusterArmId: armIdSchema,
  description: z.string().nullable(),
  namespace: z.string(),
  identity: desiredIdentitySchema,
  /** Null: Azure's own default. */
  defaultInstanceType: z.string().nullable(),
  instanceTypes: z.array(instanceTypeSchema),
  /** Where the worker finds the kubeconfig to verify with; never the kubeconfig. */
  kubeconfigReference: z.string().nullable(),
});
export type KubernetesDesired = z.infer<typeof kubernetesDesiredSchema>;

/** `resource.observed` of a KUBERNETES_COMPUTE: what ARM last answered, in our words. Its two connection strings are left out. */
export interface KubernetesObserved {
  clusterArmId: string | null;
  description: string | null;
  namespace: string;
  identity: ObservedIdentity;
  defaultInstanceType: string | null;
  instanceTypes: InstanceType[];
  extensionReleaseTrain: string | null;
  tags: Record<string, string> | null;
}

const one: ResourceAmounts = { cpu: '1', memory: '4Gi', nvidiaGpu: '0' };

/** What Azure uses where a request names no instance types: 1 cpu, 4Gi, no GPU. */
export const azureDefaultInstanceType: InstanceType = {
  name: 'defaultinstancetype',
  nodeSelector: {},
  requests: one,
  limits: one,
};
