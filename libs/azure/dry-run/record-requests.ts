import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';

/** A request as it would have gone out. */
export interface UnsentRequest {
  method: string;
  url: string;
  /** What the token is for that it asks for; undefined: it asks for none. */
  scope: string | undefined;
}

/**
 * Sends nothing: remembers what was to be sent, and answers as whoever was asked would, so that the next request is made. `isOurs`
 * tells ARM and Microsoft Graph from Entra ID and the identity endpoint of the machine.
 */
export function recordRequests(isOurs: (url: URL) => boolean): {
  requests: UnsentRequest[];
  httpClient: HttpClient;
} {
  const requests: UnsentRequest[] = [];
  const httpClient: HttpClient = {
    sendRequest: (request) => {
      const url = new URL(request.url);
      const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
      const scope = isOurs(url) ? undefined : scopeIn(url, form);
      requests.push({ method: request.method, url: request.url, scope });
      const headers = createHttpHeaders({ 'content-type': 'application/json' });
      const bodyAsText = JSON.stringify(isOurs(url) ? { value: [] } : identityAnswer(url));
      return Promise.resolve({ request, headers, status: 200, bodyAsText });
    },
  };
  return { requests, httpClient };
}

/** Entra ID is asked by a form, a managed identity by a query that names the resource alone. */
function scopeIn({ searchParams }: URL, form: URLSearchParams): string | undefined {
  const resource = searchParams.get('resource');
  const scopes = form.get('scope')?.split(' ') ?? [];
  const scope = scopes.find((one) => one.endsWith('/.default'));
  return scope ?? (resource === null ? undefined : `${resource}/.default`);
}

/** A token, or what Entra ID says of itself under that address. */
function identityAnswer(url: URL): object {
  if (url.pathname.endsWith('/token'))
    return {
      token_type: 'Bearer',
      expires_in: 3_600,
      expires_on: `${Math.floor(Date.now() / 1_000) + 3_600}`,
      access_token: 'none',
    };
  const [, tenant] = url.pathname.split('/');
  const base = `${url.origin}/${tenant}`;
  return {
    issuer: `${base}/v2.0`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    tenant_discovery_endpoint: `${base}/v2.0/.well-known/openid-configuration`,
    metadata: [],
  };
}
