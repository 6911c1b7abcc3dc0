import type { IncomingMessage, ServerResponse } from 'node:http';
import { ArmRefusal } from '../arm/arm-error.js';
import { parseBody } from '../arm/parse-body.js';
import type { ArmAnswer } from '../arm/arm-request.js';
import { refusalAnswer, sendAnswer } from '../http/send-answer.js';
import { parseJson, readBody } from '../http/read-body.js';
import { faultSchema } from '../scenarios/fault.schema.js';
import type { Simulation } from '../simulation.js';
import { addSubscription } from './add-subscription.js';
import { changeConnectedCluster } from './change-connected-cluster.js';
import { changeDirectory } from './change-directory.js';
import { changeKubernetes } from './change-kubernetes.js';
import { changeExtensions } from './change-extensions.js';
import { changeInstances } from './change-instances.js';
import { changeNodes } from './change-nodes.js';
import { changeClock, viewClock } from './change-clock.js';
import { changeQuotas, changeThrottling, changeUsages } from './change-limits.js';
import { markLegacy } from './mark-legacy.js';
import { reset } from './reset.js';

type ControlHandler = (
  simulation: Simulation,
  body: unknown,
  url: URL,
  origin: string,
) => ArmAnswer;

export const controlPath = '/__simulator';
const ok = (body: unknown): ArmAnswer => ({ status: 200, body });

/** What tests and people do to the simulator itself. Needs no token; loopback only. */
const routes: Readonly<Record<string, ControlHandler>> = {
  'GET faults': ({ faults, heldRequests }) =>
    ok({
      value: faults.list().map((fault) => ({ ...fault, holding: heldRequests.countOf(fault.id) })),
    }),
  'POST faults': ({ faults }, body) => ({
    status: 201,
    body: faults.arm(parseBody(faultSchema, body)),
  }),
  'DELETE faults': ({ faults, requestFaults, heldRequests }, _body, url) => {
    const id = url.searchParams.get('id') ?? undefined;
    faults.disarm(id);
    heldRequests.release(id);
    requestFaults.clear();
    return { status: 204 };
  },
  'GET ledger': ({ ledger }, _body, url) =>
    ok(ledger.read(Number(url.searchParams.get('since') ?? 0), url.searchParams.get('path') ?? '')),
  'GET clock': (simulation) => ok(viewClock(simulation)),
  'POST clock': (simulation, body) => ok(changeClock(simulation, body)),
  'POST nodes': (simulation, body) => ok(changeNodes(simulation, body)),
  'POST instances': (simulation, body) => ok(changeInstances(simulation, body)),
  'POST connected-clusters': (simulation, body) => ok(changeConnectedCluster(simulation, body)),
  'POST kubernetes': (simulation, body, _url, origin) =>
    ok(changeKubernetes(simulation, body, origin, simulation.caCertificate)),
  'POST quotas': (simulation, body) => ok(changeQuotas(simulation, body)),
  'POST usages': (simulation, body) => ok(changeUsages(simulation, body)),
  'POST throttling': (simulation, body) => ok(changeThrottling(simulation, body)),
  'POST subscriptions': (simulation, body) => ok(addSubscription(simulation, body)),
  'POST directory': (simulation, body) => ok(changeDirectory(simulation, body)),
  'POST extensions': (simulation, body) => ok(changeExtensions(simulation, body)),
  'POST legacy-workspaces': (simulation, body) => ok(markLegacy(simulation, body)),
  'POST reset': (simulation) => {
    reset(simulation);
    return { status: 204 };
  },
};

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && /^(::1|(::ffff:)?127\..*)$/.test(address);

export const isControl = (url: URL): boolean => url.pathname.startsWith(`${controlPath}/`);

export async function handleControl(
  simulation: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  try {
    const body = parseJson(await readBody(request));
    const answer = route(request, url)(
      simulation,
      body,
      url,
      `https://${request.headers.host ?? url.host}`,
    );
    simulation.store.commit();
    sendAnswer(response, answer, {}, false);
  } catch (error) {
    if (!(error instanceof ArmRefusal)) throw error;
    sendAnswer(response, refusalAnswer(error), {}, false);
  }
}

function route(request: IncomingMessage, url: URL): ControlHandler {
  if (!isLoopback(request.socket.remoteAddress))
    throw new ArmRefusal(403, {
      code: 'Forbidden',
      message: 'Control routes answer loopback only.',
    });
  const name = `${request.method} ${url.pathname.slice(controlPath.length + 1)}`;
  const found = routes[name];
  if (found) return found;
  throw new ArmRefusal(404, {
    code: 'NotFound',
    message: `No control route ${name}. There are: ${Object.keys(routes).join(', ')}.`,
  });
}
