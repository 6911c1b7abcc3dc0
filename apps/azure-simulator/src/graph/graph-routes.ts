import type { Directory, GroupRecord } from '../directory/directory.js';
import { graphPage, shown, type GraphQuery } from './graph-page.js';
import { noSuchObject, unsupported } from './graph-refusal.js';

interface GraphCall extends GraphQuery {
  directory: Directory;
  /** What the path names. */
  id: string;
}

interface GraphRoute {
  path: RegExp;
  /** Any of these application permissions will do. */
  permissions: readonly string[];
  /** Resource units that it costs, less one with `$select`. */
  cost: number;
  answer(call: GraphCall): object;
}

const ofUsers = ['User.Read.All', 'Directory.Read.All'];
const ofGroups = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'];
const ofApplications = ['Application.Read.All', 'Directory.Read.All'];

/** At most so many values of `in` in a filter. */
const mostInFilter = 15;
const idFilter = /^id in \(((?:'[0-9a-f-]{36}',? ?)+)\)$/i;

/** What an application may ask of users and groups (docs/azure-facts.md#entra-id-and-microsoft-graph). */
export const graphRoutes: readonly GraphRoute[] = [
  {
    path: /^\/users$/,
    permissions: ofUsers,
    cost: 2,
    answer: ({ directory, ...query }) => graphPage(query, 'user', [...directory.users.values()]),
  },
  {
    path: /^\/users\/([^/]+)$/,
    permissions: ofUsers,
    cost: 1,
    answer: ({ directory, id, parameters }) =>
      shown(found(directory.userCalled(id), id), 'user', parameters.get('$select')),
  },
  {
    path: /^\/users\/([^/]+)\/transitiveMemberOf$/,
    permissions: [...ofUsers, ...ofGroups],
    cost: 2,
    answer: ({ directory, id, ...query }) =>
      graphPage(query, 'group', directory.groupsOf(found(directory.userCalled(id), id).id)),
  },
  {
    path: /^\/servicePrincipals\/([^/]+)\/transitiveMemberOf$/,
    permissions: ofApplications,
    cost: 1,
    answer: ({ directory, id, ...query }) => {
      const { id: principalId } = found(directory.servicePrincipals.get(id.toLowerCase()), id);
      return graphPage(query, 'group', directory.groupsOf(principalId));
    },
  },
  {
    path: /^\/groups$/,
    permissions: ofGroups,
    cost: 1,
    answer: ({ directory, ...query }) =>
      graphPage(query, 'group', filtered([...directory.groups.values()], query.parameters)),
  },
  {
    path: /^\/groups\/([^/]+)$/,
    permissions: ofGroups,
    cost: 1,
    answer: ({ directory, id, parameters }) =>
      shown(found(directory.groups.get(id.toLowerCase()), id), 'group', parameters.get('$select')),
  },
  {
    path: /^\/groups\/([^/]+)\/members$/,
    permissions: ofGroups,
    cost: 3,
    answer: ({ directory, id, ...query }) => {
      const { members } = found(directory.groups.get(id.toLowerCase()), id);
      const { users } = directory;
      return graphPage(
        query,
        'user',
        members.flatMap((member) => users.get(member) ?? []),
      );
    },
  },
];

function found<T>(object: T | undefined, id: string): T {
  if (object === undefined) throw noSuchObject(id);
  return object;
}

function filtered(groups: readonly GroupRecord[], parameters: URLSearchParams) {
  const filter = parameters.get('$filter');
  if (filter === null) return groups;
  const listed = idFilter.exec(filter)?.[1];
  if (listed === undefined) throw unsupported('Unsupported query.');
  const ids = [...listed.matchAll(/'([^']+)'/g)].map(([, id = '']) => id.toLowerCase());
  if (ids.length > mostInFilter)
    throw unsupported(
      `Too many child clauses specified in search filter expression containing 'OR' operators: ${ids.length}. Max allowed: ${mostInFilter}.`,
    );
  return groups.filter(({ id }) => ids.includes(id));
}
