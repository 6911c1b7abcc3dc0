import { globalId } from '#libs/verbs';
import { etagOf } from '#libs/resources';
import type { ProvisioningError } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import type { TeamRow } from '#libs/tenants';
import type { ApiKeyRow } from '../reads/tenants/read-api-keys.repository.js';
import type { AuditRow } from '../reads/audit/read-audit.repository.js';
import type { PrincipalRow, ResourceRow } from '../reads/rows.js';
import { presentKind } from './present-kind.js';

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

const presentCommon = (row: ResourceRow) => ({
  rowId: row.id,
  name: row.name,
  armId: row.armId,
  etag: etagOf(row),
  location: row.location,
  provisioningState: row.provisioningState,
  rawProvisioningState: row.rawProvisioningState,
  provisioningErrors: row.provisioningErrors.map(presentError),
  costTags: row.costTags,
  createdAt: row.createdAt,
  createdBy: row.createdBy && presentPrincipal(row.createdBy),
  observedAt: row.observedAt,
  managed: row.managed,
  goneAt: row.goneAt,
  // Undefined where the page left it out.
  team: row.team && presentTeam(row.team),
  operationRows: row.operations,
  row,
});

/** A resource row as its GraphQL type: what every resource has, and what its kind adds. */
export function presentResource(row: ResourceRow): PresentedResource {
  const { node } = kinds.of(row.kind);
  return {
    ...presentCommon(row),
    ...presentKind(row, row.parent && presentResource(row.parent)),
    __typename: node,
    id: globalId(node, row.id),
  };
}
export type PresentedResource = ReturnType<typeof presentCommon> & {
  __typename: string;
  id: string;
};

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
