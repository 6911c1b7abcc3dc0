import { z } from 'zod';
import type { ArmId } from '#libs/kernel';
import {
  clusterDesiredSchema,
  instanceDesiredSchema,
  kubernetesDesiredSchema,
  workspaceDesiredSchema,
  type Resource,
  type ResourceKind,
} from '#libs/resources';
import type { Operation } from './operation.js';
import { armIdsIn } from './submit/arm-ids-in.rules.js';
import { newlyUsed } from './submit/newly-used.rules.js';

/** What a creation sends whole. */
const sentByCreation: Partial<Record<ResourceKind, z.ZodType>> = {
  WORKSPACE: workspaceDesiredSchema,
  COMPUTE_CLUSTER: clusterDesiredSchema,
  COMPUTE_INSTANCE: instanceDesiredSchema,
  KUBERNETES_COMPUTE: kubernetesDesiredSchema,
};

/** What every change sends whole, also what it is not about; the other kinds send back what Azure has. */
const sentByChange: ReadonlySet<ResourceKind> = new Set(['COMPUTE_CLUSTER', 'KUBERNETES_COMPUTE']);

type Standing = Pick<Resource, 'kind' | 'desired' | 'observed'>;

/** ARM ids that a PUT for `desired` sends and that the resource does not use yet, as far as Azure tells. Pure. */
export function idsToSend(desired: unknown, standing: Standing): ArmId[] {
  const schema = sentByCreation[standing.kind];
  const isNew = standing.observed === null || standing.observed === undefined;
  if (!schema || !(isNew || sentByChange.has(standing.kind))) return [];
  return newlyUsed(armIdsIn(schema, desired, ['input']), standing).map(({ armId }) => armId);
}

const inputSchema = z.object({
  usesArmIds: z.array(z.string()).optional(),
  /** A claim keeps its tags alone. */
  before: z.object({ desired: z.unknown().optional() }).optional(),
  takenBack: z.object({ desired: z.record(z.string(), z.unknown()).optional() }).nullish(),
});

/**
 * ARM ids that the operation uses anew: as it was accepted with, or, where it was accepted before they were kept, all
 * that it asks for and that did not stand before it. Pure.
 */
export function idsOf({ input, kind }: Operation, resource: Resource): ArmId[] {
  const { usesArmIds, before, takenBack } = inputSchema.parse(input);
  if (usesArmIds) return usesArmIds;
  if (!/_(CREATE|UPDATE|ATTACH|PROVISION|REATTACH)$/.test(kind)) return [];
  const desired = { ...(resource.desired as object), ...takenBack?.desired };
  return idsToSend(desired, { ...resource, desired: before?.desired ?? {} });
}
