import type { IncomingMessage, ServerResponse } from 'node:http';

const path = /^\/metadata\/endpoints\/?$/i;
const audience = 'https://management.azure.com/';

/** From here on a list of clouds; before that the cloud itself. */
const firstListVersion = '2019-05-01';

export const isMetadata = (url: URL): boolean => path.test(url.pathname);

/** Where a cloud's services are, for clients that know nothing but its ARM endpoint. Needs no token. */
export function answerMetadata(request: IncomingMessage, response: ServerResponse, url: URL): void {
  const version = url.searchParams.get('api-version') ?? '';
  const origin = `https://${request.headers.host ?? url.host}`;
  const [status, body] = /^(?:\d{4}-\d{2}-\d{2}|1\.0)$/.test(version)
    ? [200, version >= firstListVersion ? [describeInList(origin)] : describe(origin)]
    : [400, missingVersion];
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

const missingVersion = {
  error: {
    code: 'MissingApiVersionParameter',
    message: 'The api-version query parameter (?api-version=) is required for all requests.',
  },
};

const authentication = (origin: string): object => ({
  loginEndpoint: `${origin}/adfs`,
  audiences: [audience],
});

const describe = (origin: string): object => ({
  galleryEndpoint: origin,
  graphEndpoint: origin,
  portalEndpoint: origin,
  authentication: authentication(origin),
});

const describeInList = (origin: string): object => ({
  name: 'AzureSimulator',
  resourceManager: origin,
  portal: origin,
  gallery: origin,
  graph: origin,
  graphAudience: origin,
  authentication: { ...authentication(origin), tenant: 'adfs', identityProvider: 'ADFS' },
  suffixes: {},
});
