export const principalKinds = ['USER', 'BOT', 'SYSTEM'] as const;

/** Who asks, and what they may do where. Built once a request, from an API key or an Entra ID token. */
export interface Actor {
  principalId: string;
  kind: (typeof principalKinds)[number];
  displayName: string;
  grants: readonly RoleGrant[];
  /** The API key that it came with; absent for a token, and for the system. */
  apiKeyId?: string;
}

export const roles = ['VIEWER', 'OPERATOR', 'APPROVER', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

/** `teamId` null: platform-wide. */
export interface RoleGrant {
  /** Its row; absent for an app role, which a token alone gives. */
  id?: string;
  teamId: string | null;
  role: Role;
}

/** Where a request came from: stands in every audit row it causes. */
export interface RequestContext {
  actor: Actor;
  requestId: string;
  channel: 'graphql' | 'rest' | 'mcp' | 'chat' | 'system';
  remoteAddress?: string;
  /** What was asked before policies set what it leaves out: an idempotency key stands for that. Absent: nothing was set. */
  beforeDefaults?: unknown;
}

/** What a verb asks for. Viewers see; operators change resources; approvers see and approve; admins do all and manage teams and keys. */
export type Permission = 'view' | 'operate' | 'approve' | 'administer';

/** The context of a verb that is being performed: what it takes of those who ask, and where. */
export interface VerbContext extends RequestContext {
  /** The verb's name. */
  verb: string;
  permission: Permission;
  /** Absent: in the team that has the target. */
  where?: 'platform';
}
