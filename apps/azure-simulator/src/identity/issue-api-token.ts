import type { Directory } from '../directory/directory.js';
import type { ApiTokens, IssuedApiToken } from './api-tokens.js';
import { claimsOfApplication, claimsOfUser } from './api-claims.js';

/** What an application sends to a token endpoint. */
export interface TokenRequest {
  /** The API, by its URI or its client id. */
  resource: string;
  clientId: string;
  authority: string;
  /** The person whom it signs in with a password; absent: it comes for itself. */
  username?: string | undefined;
}

/**
 * A token for an API that is registered; undefined for anything else. `no-user` where there is nobody of that name. Every
 * password and secret is good.
 */
export async function issueApiToken(
  directory: Directory,
  tokens: ApiTokens,
  { resource, clientId, authority, username }: TokenRequest,
): Promise<IssuedApiToken | 'no-user' | undefined> {
  const registration = directory.registrationOf(resource);
  if (!registration) return undefined;
  const asked = { directory, registration, authority, clientId };
  if (username === undefined) {
    const application = directory.applicationCalled(clientId) ?? { id: clientId.toLowerCase() };
    return tokens.issue(claimsOfApplication(asked, application));
  }
  const user = directory.userCalled(username);
  return user ? tokens.issue(claimsOfUser(asked, user)) : 'no-user';
}
