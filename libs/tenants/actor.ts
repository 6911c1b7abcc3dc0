/** Who asks, and what they may do where. Built once a request, from an API key or an Entra ID token. */
export interface Actor {
  principalId: string;
  kind: 'USER' | 'BOT' | 'SYSTEM';
  displayName: string;
  grants: readonly RoleGrant[];
  /** The API key that it came with; absent for a token, and for the system. */
  apiKeyId?: string;
}

export type Role = 'VIEWER' | 'OPERATOR' | 'APPROVER' | 'ADMIN';

/** `teamId` null: platform-wide. */
export interface RoleGrant {
  teamId: string | null;
  role: Role;
}

/** Where a request came from: stands in every audit row it causes. */
export interface RequestContext {
  actor: Actor;
  requestId: string;
  channel: 'graphql' | 'rest' | 'chat' | 'system';
  remoteAddress?: string;
}

/** The principals that the initial migration makes. */
export const armaturePrincipalId = '00000000-0000-7000-8000-000000000001';
export const azurePrincipalId = '00000000-0000-7000-8000-000000000002';
