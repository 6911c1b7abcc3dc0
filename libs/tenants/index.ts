export * from './actor.js';
export * from './roles.rules.js';
export { createAuthenticator, type Authenticate } from './authenticate.js';
export { createDevelopmentKey } from './create-development-key.js';
export type { EntraSettings } from './entra-token.js';
export { createApiKey, type CreatedApiKey } from './create-api-key.js';
export { createTeam, type CreatedTeam } from './create-team.js';
export { readApiKey, readTeams, type ApiKeyRow, type TeamRow } from './read-tenants.repository.js';
export { revokeApiKey } from './revoke-api-key.js';
