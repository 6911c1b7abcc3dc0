import { setTimeout as sleep } from 'node:timers/promises';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import type { HttpMethods } from '@azure/core-rest-pipeline';
import { createArmClient } from '#libs/azure';
import type { Clock } from '#libs/kernel';
import type { LroObservation } from '#libs/operations';
import { startSimulator } from '../../../apps/azure-simulator/src/start-simulator.js';
import type { Exchange } from './contract-validator.js';
import { recordExchanges } from './record-exchanges.js';
import { openBudget } from './scripted-arm.js';
import { applicationOf } from '../../support/application-of.js';
import { trust } from '../../support/simulated-system.js';

const rate = 500;
const startedAt = { ms: Date.now(), monotonicMs: performance.now() };

/** 500 times as fast underneath, so that the simulator itself runs at rate 1 and says Retry-After as Azure does. */
const fastClock: Clock = {
  now: () => new Date(startedAt.ms + (performance.now() - startedAt.monotonicMs) * rate),
  monotonicMs: () => performance.now() * rate,
};

/** The simulator, our client with a credential as the worker uses it, and all that went over the wire. */
export async function startSimulatedAzure(
  time: { clockRate: number; clock?: Clock } = { clockRate: 1, clock: fastClock },
  subscriptions: readonly string[] = [],
) {
  const simulator = await startSimulator({
    port: 0,
    ...time,
    subscriptions,
    assumesDependencies: true,
  });
  trust(simulator.caFile);
  process.env['IDENTITY_ENDPOINT'] = simulator.identityEndpoint;
  process.env['IDENTITY_HEADER'] = simulator.identityHeader;
  const credential = applicationOf(simulator);
  const { exchanges, httpClient } = recordExchanges();
  const { armEndpoint: endpoint, controlEndpoint, subscriptionId } = simulator;
  const client = createArmClient({ endpoint, credential, httpClient, budget: openBudget().budget });

  /** A request as it stands, not as our client would write it. `path`: with its query. */
  async function send(method: HttpMethods, path: string, body?: unknown): Promise<Exchange> {
    const token = await credential.getToken('https://management.azure.com/.default');
    const url = path.startsWith('https:') ? path : `${endpoint}${path}`;
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = createHttpHeaders({ authorization: `Bearer ${token.token}` });
    if (body !== undefined) headers.set('content-type', 'application/json');
    await httpClient.sendRequest(createPipelineRequest({ method, url, headers, ...json }));
    const sent = exchanges.at(-1);
    if (!sent) throw new Error(`${method} ${path} was not recorded`);
    return sent;
  }

  /** Changes the simulator itself, e.g. `faults`, and returns what it answers; not recorded. */
  async function control(route: string, body: unknown): Promise<unknown> {
    const headers = createHttpHeaders({ 'content-type': 'application/json' });
    const url = `${controlEndpoint}/${route}`;
    const request = { method: 'POST', url, headers, body: JSON.stringify(body) } as const;
    const answer = await createDefaultHttpClient().sendRequest(createPipelineRequest(request));
    if (answer.status >= 300)
      throw new Error(`the simulator answered ${route} with ${answer.status}`);
    return answer.bodyAsText ? (JSON.parse(answer.bodyAsText) as unknown) : undefined;
  }

  /** What the simulator counted; `throttles`: requests that were refused for asking too often. */
  async function ledger(): Promise<{ throttles: unknown[]; counts: { token: number } }> {
    const request = createPipelineRequest({ method: 'GET', url: `${controlEndpoint}/ledger` });
    const { bodyAsText } = await createDefaultHttpClient().sendRequest(request);
    return JSON.parse(bodyAsText ?? '') as Awaited<ReturnType<typeof ledger>>;
  }

  /** Asks on until the operation is over. */
  async function settled(
    started: LroObservation | Promise<LroObservation>,
  ): Promise<LroObservation> {
    let seen = await started;
    while (seen.state === 'InProgress') {
      await sleep(20);
      const looked = await client.poll(seen.handle);
      if (looked.state !== 'Unreadable') seen = looked;
    }
    return seen;
  }

  return {
    endpoint,
    subscriptionId,
    credential,
    client,
    exchanges,
    send,
    control,
    ledger,
    settled,
    stop: () => simulator.stop(),
  };
}

export type SimulatedAzure = Awaited<ReturnType<typeof startSimulatedAzure>>;
