import type { ArmId } from '#libs/kernel';
import { desiredSchema, isSent, type Resource } from '#libs/resources';
import type { ManagedKind } from '../../managed-kind.js';
import { inputOf } from '../../operation-input.rules.js';
import type { Operation } from '../../operation.js';
import type { OperationDefinition } from '../../step.js';
import { armIdsIn } from './arm-ids-in.rules.js';
import { newlyUsed } from './newly-used.rules.js';

type Sender = Pick<ManagedKind, 'settings'>;
type Standing = Pick<Resource, 'desired' | 'observed'>;

/**
 * ARM ids that a PUT for `desired` sends and that the resource does not use yet, as far as Azure tells. `asked`: what a
 * change is about; undefined: everything. Pure.
 */
export function idsToSend(
  { settings }: Sender,
  desired: unknown,
  standing: Standing,
  asked: readonly string[] | undefined,
): ArmId[] {
  const isNew = standing.observed === null || standing.observed === undefined;
  const sent = armIdsIn(desiredSchema(settings), desired, ['input']).filter(
    ({ field: [, name = ''] }) => isNew || isSent(settings, name, asked),
  );
  return newlyUsed(sent, standing).map(({ armId }) => armId);
}

/**
 * ARM ids that the operation uses anew: as it was accepted with, or, where it was accepted before they were kept, all
 * that it asks for and that did not stand before it. Throws UnreadableRow where its input cannot be read. Pure.
 */
export function idsOf(
  kind: Sender,
  { putsWhole }: Pick<OperationDefinition, 'putsWhole'>,
  operation: Pick<Operation, 'input'>,
  resource: Resource,
): ArmId[] {
  const { usesArmIds, asked, before, takenBack } = inputOf(operation);
  if (usesArmIds) return usesArmIds;
  if (!putsWhole) return [];
  const desired = { ...(resource.desired as object), ...takenBack?.desired };
  return idsToSend(kind, desired, { ...resource, desired: before.desired ?? {} }, asked);
}
