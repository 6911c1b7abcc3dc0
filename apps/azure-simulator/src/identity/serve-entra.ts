import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ArmedFault } from '../scenarios/fault.schema.js';
import { entraRefusal } from '../scenarios/entra-refusals.js';
import type { Simulation } from '../simulation.js';
import type { Tokens } from './tokens.js';

const tokenPath = /^\/([\w.-]+)\/oauth2\/v2\.0\/token$/;
const metadataPath = /^\/([\w.-]+)\/v2\.0\/\.well-known\/openid-configuration$/;

export const isEntra = ({ pathname }: URL): boolean =>
  tokenPath.test(pathname) || metadataPath.test(pathname);

/**
 * Entra ID for applications (client credentials, protocol v2.0), on the port of ARM: every secret, certificate and
 * assertion is good until the fault `RefusesToken` says otherwise.
 */
export async function handleEntra(
  { faults, ledger, clock, store }: Simulation,
  tokens: Tokens,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const form = new URLSearchParams(await text(request));
  const tenant = (tokenPath.exec(url.pathname) ?? metadataPath.exec(url.pathname))?.[1] ?? '';
  const send = (status: number, body: object): void => {
    store.commit();
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  };
  if (metadataPath.test(url.pathname)) return send(200, metadata(url, request, tenant));
  ledger.count('token');
  const method = request.method ?? 'GET';
  const fault = faults.take('RefusesToken', { method, paths: [url.pathname] });
  if (fault) return send(...refusal(fault, tenant, form, clock.realNow()));
  const scope = form
    .get('scope')
    ?.split(' ')
    .find((each) => each.endsWith('/.default'));
  if (form.get('grant_type') !== 'client_credentials' || !scope)
    return send(400, {
      error: 'invalid_request',
      error_description: 'AADSTS90014: The required field is missing.',
    });
  const issued = tokens.issue(
    scope.replace(/\/\.default$/, ''),
    form.get('client_id') ?? undefined,
  );
  const lifetime = Math.round(issued.expiresOn - clock.realNow().getTime() / 1000);
  send(200, { token_type: 'Bearer', expires_in: lifetime, access_token: issued.accessToken });
}

/** Entra ID's body, with the ids that are another for each request. */
function refusal(
  { parameters }: ArmedFault<'RefusesToken'>,
  tenant: string,
  form: URLSearchParams,
  now: Date,
): [number, object] {
  const { aadsts, statusCode, description } = parameters;
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

function metadata(url: URL, request: IncomingMessage, tenant: string): object {
  const base = `https://${request.headers.host ?? url.host}/${tenant}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  };
}
