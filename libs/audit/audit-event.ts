/** JSON as it is kept in an audit row: small facts, no secrets. Numbers must be JavaScript's. */
export type AuditState = Readonly<Record<string, unknown>>;

/** What a caller says happened. The database adds the time, and the id where none is given. */
export interface NewAuditEvent {
  /** UUID, version 7, so that ids sort by time. */
  id?: string;
  /** Past tense, e.g. compute_cluster.create.accepted. */
  action: string;
  actorId: string;
  /** The roles that allowed it, as they are now. */
  actorRoles: readonly string[];
  channel: 'graphql' | 'rest' | 'mcp' | 'chat' | 'system';
  /** The request that caused it. */
  requestId: string;
  teamId?: string | null;
  targetId?: string | null;
  /** What targetId points at: a resource kind, Team, Principal, ApiKey. */
  targetKind?: string | null;
  targetName?: string | null;
  operationId?: string | null;
  before?: AuditState | null;
  after?: AuditState | null;
  /** The client's address. */
  remoteAddress?: string | null;
}

/** A row of audit_event, with the column names of the table. */
export interface AuditEventRow {
  id: string;
  occurred_at: Date;
  action: string;
  actor_id: string;
  actor_name: string | null;
  actor_roles: string[];
  channel: string;
  team_id: string | null;
  target_id: string | null;
  target_kind: string | null;
  target_name: string | null;
  operation_id: string | null;
  before: unknown;
  after: unknown;
  request_id: string;
  remote_address: string | null;
}
