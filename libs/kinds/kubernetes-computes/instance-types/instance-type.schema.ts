import { z } from 'zod';

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

/** As ARM answers one; of any length: it may have more than we would take. */
export const observedInstanceTypeSchema = z.object({
  name: z.string(),
  nodeSelector: z.record(z.string(), z.string()),
  requests: observedAmountsSchema,
  limits: observedAmountsSchema,
});

const one: ResourceAmounts = { cpu: '1', memory: '4Gi', nvidiaGpu: '0' };

/** What Azure uses where a request names no instance types: 1 cpu, 4Gi, no GPU. */
export const azureDefaultInstanceType: InstanceType = {
  name: 'defaultinstancetype',
  nodeSelector: {},
  requests: one,
  limits: one,
};
