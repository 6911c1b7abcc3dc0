import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/read-body.js';
import type { Directory } from '../directory/directory.js';
import { issueApiToken } from './issue-api-token.js';
import type { EntraTokens } from './serve-entra.js';
import { tenantId } from './tokens.js';

const root = '/adfs';

/** What an application gets tokens with. */
export interface AdfsOptions extends EntraTokens {
  directory: Directory;
  /** The secret of every application: the simulator's `identityHeader`. */
  secret: string;
}

export const isAdfs = (url: URL): boolean => url.pathname.startsWith(`${root}/`);

/**
 * As Active Directory Federation Services answers where a cloud has no Entra: what it is, and tokens for applications
 * with a secret. Authority hosts of this kind are not asked about at Microsoft first, so that clients stay offline.
 */
export async function answerAdfs(
  options: AdfsOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const send = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  };
  const { method } = request;
  const at = `${method} ${url.pathname.slice(root.length).toLowerCase()}`;
  const authority = `https://${request.headers.host ?? url.host}${root}`;
  if (at === 'GET /.well-known/openid-configuration')
    return send(200, describe(authority, authority));
  // Not AD FS's, and asked by az to learn the id of a tenant that it was given by name.
  if (/^GET \/[^/]+\/\.well-known\/openid-configuration$/i.test(at))
    return send(200, describe(authority, `https://sts.windows.net/${tenantId}/`));
  if (at === 'GET /discovery/keys') return send(200, { keys: [] });
  if (at !== 'POST /oauth2/token' && at !== 'POST /oauth2/token/')
    return send(404, { error: 'not_found', error_description: `There is no ${url.pathname}.` });
  const form = new URLSearchParams(await readBody(request));
  const { refused, ...token } = await issue(
    options,
    form,
    request.headers.authorization,
    authority,
  );
  if (refused)
    return send(refused.status, { error: refused.error, error_description: refused.why });
  send(200, token);
}

const describe = (authority: string, issuer: string): object => ({
  issuer,
  authorization_endpoint: `${authority}/oauth2/authorize/`,
  token_endpoint: `${authority}/oauth2/token/`,
  jwks_uri: `${authority}/discovery/keys`,
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  grant_types_supported: ['client_credentials'],
  response_types_supported: ['token'],
  scopes_supported: ['openid'],
});

interface Issued {
  refused?: { status: number; error: string; why: string };
  access_token?: string;
  token_type?: 'bearer';
  expires_in?: number;
}

const refuse = (status: number, error: string, why: string): Issued => ({
  refused: { status, error, why },
});

async function issue(
  { directory, tokens, apiTokens, secret }: AdfsOptions,
  form: URLSearchParams,
  authorization: string | undefined,
  authority: string,
): Promise<Issued> {
  const { clientId, clientSecret } = clientOf(form, authorization);
  // Scopes are `<resource>/.default`; older clients name the resource itself.
  const resource = form.get('resource') ?? form.get('scope')?.replace(/\/\.default(?: .*)?$/, '');
  if (form.get('grant_type') !== 'client_credentials')
    return refuse(
      400,
      'unsupported_grant_type',
      'Only applications with a secret get tokens here.',
    );
  if (!clientId || !isSame(clientSecret, secret))
    return refuse(
      401,
      'invalid_client',
      `MSIS9622: Client authentication failed. Please verify the credential provided for client '${clientId}'.`,
    );
  if (!resource) return refuse(400, 'invalid_request', 'Neither resource nor scope was given.');
  // What an API that is registered takes is Entra ID's, whoever handed it out.
  const asked = { resource, clientId, authority: new URL(authority).origin };
  const forApi = await issueApiToken(directory, apiTokens, asked);
  if (forApi && forApi !== 'no-user') return issued(forApi.accessToken, forApi.expiresInSeconds);
  const token = tokens.issue(resource, clientId);
  return issued(token.accessToken, Math.floor(token.expiresOn - Date.now() / 1000));
}

const issued = (accessToken: string, expiresInSeconds: number): Issued => ({
  access_token: accessToken,
  token_type: 'bearer',
  expires_in: expiresInSeconds,
});

/** From the form, or from Basic as RFC 6749 has it. */
function clientOf(
  form: URLSearchParams,
  authorization: string | undefined,
): { clientId: string; clientSecret: string } {
  const [, basic] = /^basic (.+)$/i.exec(authorization ?? '') ?? [];
  const [id = '', secret = ''] =
    basic === undefined
      ? [form.get('client_id') ?? '', form.get('client_secret') ?? '']
      : Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent);
  return { clientId: id, clientSecret: secret };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
