import { globalId } from '#libs/verbs';
import type { ProvisioningError } from '#libs/kernel';
import type { TeamRow } from '#libs/tenants';
import type { ApiKeyRow } from '../reads/tenants/read-api-keys.repository.js';
import type { AuditRow } from '../reads/audit/read-audit.repository.js';
import type { PrincipalRow } from '../reads/rows.js';

export const presentTeam = (row: TeamRow) => ({
  ...row,
  __typename: 'Team',
  rowId: row.id,
  id: globalId('Team', row.id),
});

export const presentPrincipal = (row: PrincipalRow) => ({
  ...row,
  __typename: 'Principal',
  rowId: row.id,
  id: globalId('Principal', row.id),
});

/** An error with those behind it; none are the empty list. */
export const presentError = (
  error: ProvisioningError,
): ProvisioningError & { details: object[] } => ({
  ...error,
  details: (error.details ?? []).map(presentError),
});

export const presentAudit = (row: AuditRow) => ({
  ...row,
  __typename: 'AuditEvent',
  rowId: row.id,
  id: globalId('AuditEvent', row.id),
  actor: presentPrincipal(row.actor),
  team: row.team && presentTeam(row.team),
});

export const presentApiKey = (row: ApiKeyRow) => ({
  ...row,
  __typename: 'ApiKey',
  rowId: row.id,
  id: globalId('ApiKey', row.id),
  principal: presentPrincipal(row.principal),
  team: row.team && presentTeam(row.team),
  createdBy: row.createdBy && presentPrincipal(row.createdBy),
});
