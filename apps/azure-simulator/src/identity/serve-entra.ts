import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ArmedFault } from '../scenarios/fault.schema.js';
import { entraRefusal } from '../scenarios/entra-refusals.js';
import type { Simulation } from '../simulation.js';
import type { ApiTokens } from './api-tokens.js';
import { issueApiToken } from './issue-api-token.js';
import type { Tokens } from './tokens.js';

const paths = {
  token: /^\/([\w.-]+)\/oauth2\/v2\.0\/token$/,
  metadata: /^\/([\w.-]+)\/v2\.0\/\.well-known\/openid-configuration$/,
  keys: /^\/([\w.-]+)\/discovery\/v2\.0\/keys$/,
};

export const isEntra = ({ pathname }: URL): boolean =>
  Object.values(paths).some((path) => path.test(pathname));

/** Both kinds of tokens: for what the simulator is, and for APIs that are registered. */
export interface EntraTokens {
  tokens: Tokens;
  apiTokens: ApiTokens;
}

type Answer = [status: number, body: object];

/**
 * Entra ID (protocol v2.0), on the port of ARM: for applications with their own credentials, and for persons with a
 * password. Every secret, certificate, assertion and password is good until the fault `RefusesToken` says otherwise.
 */
export async function handleEntra(
  simulation: Simulation,
  tokens: EntraTokens,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const form = new URLSearchParams(await text(request));
  const authority = `https://${request.headers.host ?? url.host}`;
  const [status, body] = paths.keys.test(url.pathname)
    ? [200, await tokens.apiTokens.published()]
    : await answer(simulation, tokens, { form, authority, url, method: request.method ?? 'GET' });
  simulation.store.commit();
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

interface Asked {
  form: URLSearchParams;
  authority: string;
  url: URL;
  method: string;
}

async function answer(simulation: Simulation, tokens: EntraTokens, asked: Asked): Promise<Answer> {
  const { url, form, authority, method } = asked;
  const [, described] = paths.metadata.exec(url.pathname) ?? [];
  if (described !== undefined) return [200, metadata(`${authority}/${described}`)];
  simulation.ledger.count('token');
  const [, tenant = ''] = paths.token.exec(url.pathname) ?? [];
  const refuse = (aadsts: number, told: Told = {}): Answer =>
    refusal(aadsts, told, tenant, form, simulation.clock.realNow());
  const fault = simulation.faults.take('RefusesToken', { method, paths: [url.pathname] });
  if (fault) return refuse(fault.parameters.aadsts, fault.parameters);
  return issue(simulation, tokens, asked, refuse);
}

async function issue(
  { directory, clock }: Simulation,
  { tokens, apiTokens }: EntraTokens,
  { form, authority }: Asked,
  refuse: (aadsts: number) => Answer,
): Promise<Answer> {
  const scopes = form.get('scope')?.split(' ') ?? [];
  const resource = scopes.find((scope) => scope.endsWith('/.default'))?.replace(/\/\.default$/, '');
  const isPerson = form.get('grant_type') === 'password';
  const clientId = form.get('client_id') ?? undefined;
  if (resource === undefined || (!isPerson && form.get('grant_type') !== 'client_credentials'))
    return refuse(90_014);
  const username = isPerson ? (form.get('username') ?? '') : undefined;
  const asked = { resource, clientId: clientId ?? '', authority, username };
  const forApi = await issueApiToken(directory, apiTokens, asked);
  if (forApi === 'no-user') return refuse(50_034);
  if (forApi) return [200, tokenBody(forApi.accessToken, forApi.expiresInSeconds)];
  if (isPerson) return refuse(500_011);
  const { accessToken, expiresOn } = tokens.issue(resource, clientId);
  return [200, tokenBody(accessToken, Math.round(expiresOn - clock.realNow().getTime() / 1000))];
}

const tokenBody = (accessToken: string, expiresInSeconds: number): object => ({
  token_type: 'Bearer',
  expires_in: expiresInSeconds,
  access_token: accessToken,
});

type Told = Partial<Pick<ArmedFault<'RefusesToken'>['parameters'], 'statusCode' | 'description'>>;

/** Entra ID's body, with the ids that are another for each request. */
function refusal(
  aadsts: number,
  { statusCode, description }: Told,
  tenant: string,
  form: URLSearchParams,
  now: Date,
): Answer {
  const known = entraRefusal(aadsts, tenant, form.get('client_id') ?? '');
  const [traceId, correlationId] = [randomUUID(), randomUUID()];
  const timestamp = now.toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const body = {
    error: known.error,
    error_description: `AADSTS${aadsts}: ${description ?? known.text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [aadsts],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${aadsts}`,
  };
  return [statusCode ?? (known.error === 'invalid_client' ? 401 : 400), body];
}

const metadata = (base: string): object => ({
  issuer: `${base}/v2.0`,
  authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
  token_endpoint: `${base}/oauth2/v2.0/token`,
  jwks_uri: `${base}/discovery/v2.0/keys`,
});
