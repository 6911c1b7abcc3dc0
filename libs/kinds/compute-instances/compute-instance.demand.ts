import { z } from 'zod';
import { normaliseLocation } from '#libs/kernel';
import type { DemandingChange, QuotaDemand } from '#libs/quotas';

const settingsSchema = z.object({ vmSize: z.string(), location: z.string() });
const observedSchema = z.object({ vmSize: z.string().catch(''), state: z.string().catch('') });

/**
 * What an instance takes of a region's quota; null for what asks for nothing. Whether one that is stopped has its vCPUs still is
 * for Azure to say (docs/azure-facts.md#compute-instances).
 */
export function demandOfComputeInstance({
  operation,
  settings,
  observed,
}: DemandingChange): QuotaDemand | null {
  const isNew = operation === 'COMPUTE_INSTANCE_CREATE';
  const { data } = settingsSchema.safeParse(settings);
  if (!takingOperations.has(operation) || !data) return null;
  const { vmSize, location } = data;
  const seen = observedSchema.safeParse(observed).data;
  return {
    vmSize,
    vmPriority: 'DEDICATED',
    location: normaliseLocation(location),
    computeType: 'ComputeInstance',
    nodes: { atOnce: 1, needed: 1, atMost: 1 },
    has: {
      vmSize: seen?.vmSize || vmSize,
      nodes: seen ? runningNodes(seen.state) : isNew ? 0 : null,
    },
    isNew: isNew && seen === undefined,
    field: operation === 'COMPUTE_INSTANCE_START' ? 'computeId' : 'vmSize',
  };
}

const takingOperations: ReadonlySet<string> = new Set([
  'COMPUTE_INSTANCE_CREATE',
  'COMPUTE_INSTANCE_START',
  'COMPUTE_INSTANCE_RESIZE',
]);

/** Null: it stands still, or nobody knows. */
const runningNodes = (state: string): number | null =>
  state === 'RUNNING' || state === 'JOB_RUNNING' ? 1 : null;
