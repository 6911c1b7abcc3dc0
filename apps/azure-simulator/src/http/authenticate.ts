import type { IncomingHttpHeaders } from 'node:http';
import { ArmRefusal } from '../arm/arm-error.js';
import { takenByArm, tenantId, type Principal, type Tokens } from '../identity/tokens.js';

/** Whom the bearer token stands for; refuses 401 AuthenticationFailed. `host`: by which ARM was called. */
export function authenticate(
  tokens: Tokens,
  { authorization, host }: IncomingHttpHeaders,
): Principal {
  const [scheme = '', token = ''] = (authorization ?? '').split(' ');
  if (authorization === undefined)
    throw unauthenticated("Authentication failed. The 'Authorization' header is missing.");
  if (scheme.toLowerCase() !== 'bearer' || token === '')
    throw unauthenticated("Authentication failed. The 'Authorization' header has no bearer token.");
  const verified = tokens.verify(token, takenByArm, host);
  if ('refused' in verified) throw unauthenticated(`Authentication failed. ${verified.refused}`);
  return verified;
}

const unauthenticated = (message: string): ArmRefusal =>
  new ArmRefusal(
    401,
    { code: 'AuthenticationFailed', message },
    {
      'www-authenticate': `Bearer authorization_uri="https://login.microsoftonline.com/${tenantId}", error="invalid_token", error_description="${message}"`,
    },
  );
