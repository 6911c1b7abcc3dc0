export { auditOf } from './audit-of.js';
export type { Actor, Permission, RequestContext, Role, RoleGrant, VerbContext } from '#libs/verbs';
export * from './own-principals.js';
export * from './roles.rules.js';
export { createAuthenticator, type Authenticate } from './authenticate.js';
export { createDevelopmentKey } from './create-development-key.js';
export { KeysUnreachable, type EntraSettings } from './entra-token.js';
export { createApiKey, type ApiKeyDeps } from './create-api-key.verb.js';
export { createTeam } from './create-team.verb.js';
export { readTeams, type TeamRow } from './read-tenants.repository.js';
export { revokeApiKey } from './revoke-api-key.verb.js';
export { forgetOldResults } from './forget-old-results.js';
export { rememberResult } from './remember-result.js';
export {
  findUnshared,
  isSubscriptionOpenTo,
  readAllowedLocations,
  readTeamScopes,
  type TeamScopes,
} from './scopes/scope.repository.js';
export { setAllowedLocations } from './scopes/set-allowed-locations.verb.js';
export { shareScope } from './scopes/share-scope.verb.js';
export { unshareScope } from './scopes/unshare-scope.verb.js';
