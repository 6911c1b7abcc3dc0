import { kinds } from '#libs/kinds';
import { globalId } from '#libs/verbs';
import type { Audited, Happened, ResourceFactsThen } from '../happened.schema.js';
import type { Concern, ConcernedResource, ToldEvent } from './told.js';

/** What is told of a compute: what it is otherwise by now, or what somebody did with it. Of other resources nothing is. */
export function tellCompute(concern: Concern): ToldEvent[] {
  const { happened, resource } = concern;
  if (!resource || !kinds.of(resource.kind).compute) return [];
  const told = happened.audited ? doneWith(happened.audited) : changesOf(happened);
  return told.map((one) => ({ ...eventOf(concern, resource, one), ...leavingTeam(concern, one) }));
}

interface Told {
  type: string;
  data: object;
}

const eventOf = ({ at }: Concern, resource: ConcernedResource, { type, data }: Told) => ({
  type: `compute.${type}`,
  subjectType: kinds.of(resource.kind).node,
  subjectId: resource.id,
  resourceId: resource.id,
  teamId: resource.teamId,
  at,
  data: { kind: resource.kind, name: resource.name, ...data },
});

/** That something left a team is told to that team, and stays with it. */
const leavingTeam = ({ teamId }: Concern, { type }: Told) =>
  type === 'moved_away' ? { resourceId: null, teamId } : {};

function changesOf({ before, after }: Happened): Told[] {
  if (!after) return [];
  const [was, is] = [before ? stateOf(before) : null, stateOf(after)];
  const [had, has] = [before?.nodes ?? null, after.nodes ?? null];
  return [
    ...(isSame(was, is) ? [] : [{ type: 'state_changed', data: { before: was, after: is } }]),
    ...(has === null || isSame(had, has)
      ? []
      : [{ type: 'nodes_changed', data: { before: had, after: has } }]),
    ...(after.isGone && !before?.isGone ? [{ type: 'gone', data: {} }] : []),
  ];
}

/** Both are made alike, of what PostgreSQL holds: its keys have one order. */
const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const stateOf = ({ state, machine }: ResourceFactsThen) => ({
  provisioningState: state,
  machineState: machine ?? null,
});

/** The last word of an audit event's action, and what is told of it. */
const deeds: Readonly<Record<string, string>> = {
  imported: 'found',
  changed_in_azure: 'drifted',
  claimed: 'claimed',
  released: 'released',
  moved: 'moved',
  moved_away: 'moved_away',
};

function doneWith({ action, actorId, actorName, before, after }: Audited): Told[] {
  const type = deeds[action.slice(action.lastIndexOf('.') + 1)];
  if (type === undefined) return [];
  if (type === 'drifted') return [{ type, data: { before: before ?? null, after: after ?? null } }];
  const by = { id: globalId('Principal', actorId), name: actorName ?? '' };
  return [{ type, data: { by, ...(type.startsWith('moved') && betweenTeams(before, after)) } }];
}

const betweenTeams = (before: Audited['before'], after: Audited['after']) => ({
  from: { id: globalId('Team', String(before?.['teamId'])) },
  to: { id: globalId('Team', String(after?.['teamId'])) },
});
