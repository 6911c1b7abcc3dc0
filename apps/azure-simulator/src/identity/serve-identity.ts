import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listen } from '../listen.js';
import type { Simulation } from '../simulation.js';
import type { Collection } from '../store/collection.js';
import type { Tokens } from './tokens.js';

export interface IdentityEndpoint {
  /** `IDENTITY_ENDPOINT` */
  url: string;
  /** `IDENTITY_HEADER` */
  header: string;
  server: Server;
}

const path = '/msi/token';

/**
 * The managed-identity endpoint of App Service (protocol 2019-08-01) on a loopback port: the one it had before, while
 * that is free, so that processes which were told of it go on over a restart of the simulator.
 */
export async function serveIdentity(
  simulation: Pick<Simulation, 'faults' | 'ledger'>,
  tokens: Tokens,
  secrets: Collection<string>,
): Promise<IdentityEndpoint> {
  const header = secrets.get('identityHeader') ?? randomUUID().toUpperCase();
  secrets.put('identityHeader', header);
  const server = createServer((request, response) =>
    answer(simulation, tokens, header, request, response),
  );
  const earlierPort = Number(secrets.get('identityPort') ?? 0);
  const port = await listen(server, earlierPort).catch(() => listen(server, 0));
  secrets.put('identityPort', String(port));
  return { url: `http://127.0.0.1:${port}${path}`, header, server };
}

function answer(
  { faults, ledger }: Pick<Simulation, 'faults' | 'ledger'>,
  tokens: Tokens,
  header: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const send = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  };
  const refuse = (status: number, message: string): void =>
    send(status, { statusCode: status, message });
  const resource = url.searchParams.get('resource');
  if (request.method !== 'GET' || url.pathname !== path) return refuse(404, 'Not found');
  if (request.headers['x-identity-header'] !== header)
    return refuse(401, 'The X-IDENTITY-HEADER header is missing or wrong');
  if (url.searchParams.get('api-version') !== '2019-08-01')
    return refuse(400, 'api-version must be 2019-08-01');
  if (!resource) return refuse(400, 'resource is required');
  ledger.count('token');
  const fault = faults.take('RefusesIdentity', { method: 'GET', paths: [path] });
  if (fault) return refuse(fault.parameters.statusCode, fault.parameters.message);
  const token = tokens.issue(resource, url.searchParams.get('client_id') ?? undefined);
  send(200, {
    access_token: token.accessToken,
    expires_on: String(token.expiresOn),
    resource,
    token_type: 'Bearer',
    client_id: token.clientId,
  });
}
