import type { z } from 'zod';
import type { ArmId } from '#libs/kernel';
import type { Resource, ResourceKind } from '#libs/resources';
import type { Operation } from '../operations/operation.js';
import { inputOf } from '../operations/operation-input.rules.js';
import { armIdsIn } from '../operations/submit/arm-ids-in.rules.js';
import { newlyUsed } from '../operations/submit/newly-used.rules.js';
import { clusterDesiredSchema } from './compute-clusters/compute-cluster.schema.js';
import { instanceDesiredSchema } from './compute-instances/compute-instance.schema.js';
import { kubernetesDesiredSchema } from './kubernetes-computes/kubernetes-compute.schema.js';
import { workspaceDesiredSchema } from './workspaces/workspace.schema.js';

/** What a creation sends whole. */
const sentByCreation: Partial<Record<ResourceKind, z.ZodType>> = {
  WORKSPACE: workspaceDesiredSchema,
  COMPUTE_CLUSTER: clusterDesiredSchema,
  COMPUTE_INSTANCE: instanceDesiredSchema,
  KUBERNETES_COMPUTE: kubernetesDesiredSchema,
};

/** Whether a change sends a field as it was asked for: an attachment is attached anew; other kinds send back what Azure has. */
const isSentByChange = (
  kind: ResourceKind,
  field: string,
  asked: readonly string[] | undefined,
): boolean =>
  kind === 'KUBERNETES_COMPUTE' ||
  (kind === 'COMPUTE_CLUSTER' && (asked === undefined || asked.includes(field)));

type Standing = Pick<Resource, 'kind' | 'desired' | 'observed'>;

/**
 * ARM ids that a PUT for `desired` sends and that the resource does not use yet, as far as Azure tells. `asked`: what a
 * change is about; undefined: everything. Pure.
 */
export function idsToSend(
  desired: unknown,
  standing: Standing,
  asked: readonly string[] | undefined,
): ArmId[] {
  const schema = sentByCreation[standing.kind];
  if (!schema) return [];
  const isNew = standing.observed === null || standing.observed === undefined;
  const sent = armIdsIn(schema, desired, ['input']).filter(
    ({ field: [, name = ''] }) => isNew || isSentByChange(standing.kind, name, asked),
  );
  return newlyUsed(sent, standing).map(({ armId }) => armId);
}

/**
 * ARM ids that the operation uses anew: as it was accepted with, or, where it was accepted before they were kept, all
 * that it asks for and that did not stand before it. Throws UnreadableRow where its input cannot be read. Pure.
 */
export function idsOf(operation: Operation, resource: Resource): ArmId[] {
  const { usesArmIds, asked, before, takenBack } = inputOf(operation);
  if (usesArmIds) return usesArmIds;
  if (!/_(CREATE|UPDATE|ATTACH|PROVISION|REATTACH)$/.test(operation.kind)) return [];
  const desired = { ...(resource.desired as object), ...takenBack?.desired };
  return idsToSend(desired, { ...resource, desired: before.desired ?? {} }, asked);
}
