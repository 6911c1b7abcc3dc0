import { enumValue } from '#libs/events';
import { globalId } from '#libs/verbs';
import type { ProvisioningError } from '#libs/kernel';
import type { TeamRow } from '#libs/tenants';
import type { ApiKeyRow } from '../reads/tenants/read-api-keys.repository.js';
import type { AuditRow } from '../reads/audit/read-audit.repository.js';
import type { EventRow } from '../reads/events/read-events.repository.js';
import type { EntraGroupRow, PrincipalRow, RoleGrantRow } from '../reads/rows.js';

const asNode = <R extends { id: string }>(__typename: string, row: R) => ({
  ...row,
  __typename,
  rowId: row.id,
  id: globalId(__typename, row.id),
});

export const presentTeam = (row: TeamRow) => asNode('Team', row);

export const presentPrincipal = (row: PrincipalRow) => asNode('Principal', row);

/** An error with those behind it; none are the empty list. */
export const presentError = (
  error: ProvisioningError,
): ProvisioningError & { details: object[] } => ({
  ...error,
  details: (error.details ?? []).map(presentError),
});

export const presentAudit = (row: AuditRow) => ({
  ...asNode('AuditEvent', row),
  actor: presentPrincipal(row.actor),
  team: row.team && presentTeam(row.team),
});

export const presentEvent = (row: EventRow) => ({
  ...asNode('Event', row),
  type: enumValue(row.type),
  team: row.team && presentTeam(row.team),
});

export const presentApiKey = (row: ApiKeyRow) => ({
  ...asNode('ApiKey', row),
  principal: presentPrincipal(row.principal),
  team: row.team && presentTeam(row.team),
  createdBy: row.createdBy && presentPrincipal(row.createdBy),
});

export const presentEntraGroup = (row: EntraGroupRow) => ({
  ...row,
  __typename: 'EntraGroup',
  rowId: row.id,
  id: globalId('EntraGroup', row.id),
});

export const presentRoleGrant = ({ principal, entraGroup, ...row }: RoleGrantRow) => ({
  ...row,
  __typename: 'RoleGrant',
  rowId: row.id,
  id: globalId('RoleGrant', row.id),
  team: row.team && presentTeam(row.team),
  subject: principal ? presentPrincipal(principal) : entraGroup && presentEntraGroup(entraGroup),
  createdBy: row.createdBy && presentPrincipal(row.createdBy),
});
