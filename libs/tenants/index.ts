export { auditOf } from './audit-of.js';
export { forbid } from './forbid.js';
export { refuse } from './refuse.js';
export * from './own-principals.js';
export * from './roles.rules.js';
export { createAuthenticator, type Authenticate } from './authenticate.js';
export { createDevelopmentKey } from './api-keys/create-development-key.js';
export { createFirstKey } from './api-keys/create-first-key.js';
export { DirectoryUnreachable, type EntraDirectory, GroupsUnknown } from './entra-directory.js';
export { KeysUnreachable, keysUrl } from './entra-token.js';
export type { RoleDeps } from './roles/grant-role.verb.js';
export type { ApiKeyDeps } from './api-keys/create-api-key.verb.js';
export { readTeams, type TeamRow } from './read-tenants.repository.js';
export { forgetOldResults } from './forget-old-results.js';
export { rememberResult } from './remember-result.js';
export { isTeamGone } from './team-gone.js';
export { endSharesIn } from './scopes/end-shares.js';
export {
  findUnshared,
  isSubscriptionOpenTo,
  readTeamScopes,
  type TeamScopes,
} from './scopes/scope.repository.js';
export type { LimitDeps } from './limits/set-team-limits.verb.js';
export { hasLimits, limitsOfTeam } from './limits/team-limits.repository.js';
export type { TeamLimits } from './limits/team-limits.value.js';
export { readAllowedLocations } from './scopes/team.repository.js';
export { azureAudit, type AzureAudit, azureEvent } from './audit-of-azure.js';
