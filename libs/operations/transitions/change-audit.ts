/** One audit row of a change; target, team and operation are filled in from the operation's row. */
export interface ChangeAudit {
  action: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}
