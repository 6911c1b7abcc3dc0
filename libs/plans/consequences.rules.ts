import { armIdKey, type ArmId } from '#libs/kernel';
import type { Proposal, ManagedKind, OperationDefinition, Target } from '#libs/operations';
import type { Consequence, Consequences } from './planned-change.js';

const nothing: Consequences = { deleted: [], stillBilled: [] };

/** What a deletion takes with it, and what of that which is deleted, made anew or stopped stays and costs money. */
export function consequencesOf(
  kind: ManagedKind,
  { during, makesAnew }: OperationDefinition,
  proposal: Proposal,
): Consequences {
  const { target, contents = [] } = proposal;
  if (target === null) return nothing;
  const goes = during === 'DELETING' || makesAnew === true;
  return {
    deleted: goes ? [itself(target), ...contents.map(inIt)] : [],
    stillBilled: leftBy(kind, proposal, target).map(({ armId, note }) => ({
      kind: typeOf(armId),
      name: nameOf(armId),
      armId,
      managed: false,
      note,
    })),
  };
}

const itself = ({ kind, name, armId }: Target): Consequence => ({
  kind,
  name,
  armId,
  managed: true,
  note: null,
});

const inIt = ({ armId, managed }: { armId: ArmId; managed: boolean }): Consequence => ({
  kind: typeOf(armId),
  name: nameOf(armId),
  armId,
  managed,
  note: managed ? null : 'Armature does not manage it.',
});

function leftBy(kind: ManagedKind, { kind: operation, input }: Proposal, target: Target) {
  const { desired, observed } = kind.read(target);
  const left = kind.leaves?.({ armId: target.armId, desired, observed, operation, input }) ?? [];
  return [...new Map(left.map((one) => [armIdKey(one.armId), one])).values()];
}

const nameOf = (armId: ArmId): string => armId.slice(armId.lastIndexOf('/') + 1);

/** `Microsoft.Storage/storageAccounts`; of a group or a subscription, the word that its id has for it. */
function typeOf(armId: ArmId): string {
  const segments = armId.split('/').slice(1);
  const provider = segments.findLastIndex((segment) => segment.toLowerCase() === 'providers');
  if (provider < 0) return segments.at(-2) ?? '';
  const [namespace = '', ...rest] = segments.slice(provider + 1);
  return [namespace, ...rest.filter((_segment, at) => at % 2 === 0)].join('/');
}
