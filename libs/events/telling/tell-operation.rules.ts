import { kinds } from '#libs/kinds';
import { globalId } from '#libs/verbs';
import type { Happened, HappenedToOperation } from '../happened.schema.js';
import type { Concern, ConcernedOperation, ConcernedResource, ToldEvent } from './told.js';

/** What is told of an operation: where it stands, what its steps did before that, and who agreed to it. */
export function tellOperation(concern: Concern): ToldEvent[] {
  const { operation, resource, happened } = concern;
  if (!operation || !resource) return [];
  const about = aboutOf(operation, resource);
  const told = [
    ...saidOf(concern),
    ...beginning(happened),
    ...stepsOf(happened),
    ...ending(happened),
    ...approvalOf(concern),
  ];
  return told.map(({ type, data }) => ({
    type,
    subjectType: 'Operation',
    subjectId: operation.id,
    resourceId: resource.id,
    teamId: resource.teamId,
    at: concern.at,
    data: { ...about, ...data },
  }));
}

interface Told {
  type: string;
  data: object;
}

const aboutOf = ({ kind }: ConcernedOperation, target: ConcernedResource) => ({
  kind,
  target: {
    id: globalId(kinds.of(target.kind).node, target.id),
    kind: target.kind,
    name: target.name,
  },
});

const ends = new Set(['SUCCEEDED', 'FAILED', 'CANCELED']);

/** What an operation comes to stands before what its steps do then, and its end behind it. */
const beginning = ({ operation }: Happened): Told[] =>
  operation && !ends.has(operation.to) ? [move(operation)] : [];

const ending = ({ operation }: Happened): Told[] =>
  operation && ends.has(operation.to) ? [move(operation)] : [];

const move = (operation: HappenedToOperation): Told => ({
  type: `operation.${moveOf(operation)}`,
  data: { status: operation.to, error: operation.error ?? null },
});

function moveOf({ from, to }: HappenedToOperation): string {
  if (!from) return 'accepted';
  if (to === 'QUEUED') return from === 'AWAITING_APPROVAL' ? 'queued' : 'retried';
  return { RUNNING: 'started', CANCELING: 'cancel_requested' }[to] ?? to.toLowerCase();
}

const stepMoves: Readonly<Record<string, string>> = {
  PENDING: 'reset',
  RUNNING: 'started',
  WAITING: 'waited',
};

const stepsOf = ({ steps }: Happened): Told[] =>
  (steps ?? []).map(({ position, name, to, message = null, error = null }) => ({
    type: `operation.step_${stepMoves[to] ?? to.toLowerCase()}`,
    data: { step: { position, name, status: to, message, error } },
  }));

/** An acceptance that somebody has to agree to asks for that. */
function approvalOf({ happened, operation }: Concern): Told[] {
  if (happened.operation?.to !== 'AWAITING_APPROVAL' || !operation?.approval) return [];
  const { required, role } = operation.approval;
  return [{ type: 'approval.requested', data: { required, role } }];
}

const saidOf = ({ happened, nameOf }: Concern): Told[] =>
  (happened.said ?? []).map(({ action, actorId, after }) => {
    const by = { id: globalId('Principal', actorId), name: nameOf(actorId) };
    const { agreed, required, comment = null, message = '' } = after ?? {};
    if (action.endsWith('.approved'))
      return { type: 'approval.approved', data: { by, agreed, required, comment } };
    const what = action.endsWith('.rejected') ? 'rejected' : 'expired';
    return { type: `approval.${what}`, data: { by, message } };
  });
