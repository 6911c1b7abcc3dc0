import type { NodeType } from '#libs/verbs';
import { kinds } from '#libs/kinds';

/** What a global id can point at. */
export const nodeTypes: ReadonlySet<NodeType> = new Set([
  ...kinds.all.map(({ node }) => node),
  'Operation',
  'Plan',
  'Policy',
  'AuditEvent',
  'Event',
  'Team',
  'Principal',
  'ApiKey',
  'RoleGrant',
  'EntraGroup',
]);
