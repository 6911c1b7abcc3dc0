import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ArmRefusal } from '../arm/arm-error.js';
import { takenByGraph, type Bearer, type Tokens } from '../identity/tokens.js';
import type { FaultSubject } from '../scenarios/faults.js';
import type { Simulation } from '../simulation.js';
import { deniedAtGraph, graphErrorBody, GraphRefusal } from './graph-refusal.js';
import { graphRoutes } from './graph-routes.js';

const root = '/v1.0';

export const isGraph = ({ pathname }: URL): boolean => pathname.startsWith(`${root}/`);

/** Microsoft Graph for applications, on the port of ARM: users, groups and who is in which; it only reads. */
export async function handleGraph(
  simulation: Simulation,
  tokens: Tokens,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { faults, heldRequests, ledger, clock } = simulation;
  ledger.count('graph');
  const subject = { method: request.method ?? 'GET', paths: [url.pathname] };
  const slow = faults.take('SlowResponse', subject);
  if (slow) await sleep(slow.parameters.delayMs);
  if (!(await heldRequests.pass('before', subject, request.socket))) return;
  if (faults.take('ResetConnection', subject)) return void request.socket.destroy();
  const send = (status: number, body: object, headers: Readonly<Record<string, string>>): void => {
    simulation.store.commit();
    response.writeHead(status, {
      'content-type':
        'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
      'request-id': randomUUID(),
      ...headers,
    });
    response.end(JSON.stringify(body));
  };
  try {
    const { body, cost } = answer(simulation, tokens, request, url, subject);
    send(200, body, { 'x-ms-resource-unit': String(cost) });
  } catch (error) {
    const refusal = refusalOf(error);
    send(refusal.status, graphErrorBody(refusal, clock.realNow()), refusal.headers);
  }
}

function answer(
  { requestFaults, directory }: Simulation,
  tokens: Tokens,
  request: IncomingMessage,
  url: URL,
  subject: FaultSubject,
): { body: object; cost: number } {
  const caller = authenticate(tokens, request.headers);
  requestFaults.strike(subject);
  const path = url.pathname.slice(root.length);
  const route = graphRoutes.find((each) => each.path.test(path));
  if (!route || request.method !== 'GET')
    throw new GraphRefusal(400, 'BadRequest', `Resource not found for the segment '${path}'.`);
  if (!route.permissions.some((each) => caller.roles.includes(each))) throw deniedAtGraph();
  const body = route.answer({
    directory,
    id: decodeURIComponent(route.path.exec(path)?.[1] ?? ''),
    url: `https://${request.headers.host ?? url.host}${url.pathname}`,
    parameters: url.searchParams,
  });
  return { body, cost: Math.max(1, route.cost - (url.searchParams.has('$select') ? 1 : 0)) };
}

function authenticate(tokens: Tokens, { authorization, host }: IncomingHttpHeaders): Bearer {
  const [, token] = /^bearer (\S+)$/i.exec(authorization ?? '') ?? [];
  const verified = token === undefined ? undefined : tokens.verify(token, takenByGraph, host);
  if (verified && !('refused' in verified)) return verified;
  throw new GraphRefusal(
    401,
    'InvalidAuthenticationToken',
    verified ? 'Access token validation failure. Invalid audience.' : 'Access token is empty.',
  );
}

/** The faults that strike any request speak as ARM does. */
function refusalOf(error: unknown): GraphRefusal {
  if (error instanceof GraphRefusal) return error;
  if (!(error instanceof ArmRefusal)) throw error;
  const { code = 'UnknownError', message = '' } = error.error ?? {};
  return new GraphRefusal(error.status, code, message, error.headers);
}
