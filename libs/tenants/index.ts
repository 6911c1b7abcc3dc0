export { auditOf } from './audit-of.js';
export type { Actor, Permission, RequestContext, Role, RoleGrant, VerbContext } from '#libs/verbs';
export * from './own-principals.js';
export * from './roles.rules.js';
export { createAuthenticator, type Authenticate } from './authenticate.js';
export { createDevelopmentKey } from './create-development-key.js';
export { KeysUnreachable, type EntraSettings } from './entra-token.js';
export { createApiKey, type ApiKeyDeps, type CreatedApiKey } from './create-api-key.js';
export { createTeam, type CreatedTeam } from './create-team.js';
export { readTeams, type TeamRow } from './read-tenants.repository.js';
export { revokeApiKey } from './revoke-api-key.js';
export { forgetOldResults } from './forget-old-results.js';
export { rememberResult } from './remember-result.js';
export {
  findUnshared,
  isSubscriptionOpenTo,
  readAllowedLocations,
  readTeamScopes,
  type TeamScopes,
} from './scopes/scope.repository.js';
export { setAllowedLocations } from './scopes/set-allowed-locations.js';
export { shareScope } from './scopes/share-scope.js';
export { unshareScope } from './scopes/unshare-scope.js';
