import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDevelopmentKey } from '#libs/tenants';
import { createGroup, givenTeam, rowIdOf } from './gateway.js';
import type { ApiUnderTest, Answer } from './api.js';
import { shareWith } from './engine.js';
import { startProcessSystem } from './process-system.js';

/** One that no Azure has, and that its teams may name all the same. */
export const unknownSubscription = '00000000-1111-4222-8333-444444444444';

export interface Readiness {
  status: number;
  azure: { code: string; message: string; remedy: string }[];
  text: string;
}

/** Application, tenant and secret of the tests; the simulator's Entra ID takes any. */
export const application = {
  AZURE_TENANT_ID: '72f988bf-86f1-41af-91ab-2d7cd011db47',
  AZURE_CLIENT_ID: '9f1c0000-0000-4000-8000-00000000a9b1',
  AZURE_CLIENT_SECRET: 'hunter2~of~the~application',
};

/** API and worker as built on a simulated Azure, and what an operator sees of them on the first day. */
export async function startDayOne() {
  const system = await startProcessSystem({ clockRate: 50 });
  const adminKey = await createDevelopmentKey(system.database.pool);

  async function fieldOf(name: string, field: RegExp): Promise<string> {
    for (;;) {
      const found = field.exec(await system.logOf(name).catch(() => ''))?.[1];
      if (found) return found;
      await sleep(50);
    }
  }

  async function readiness(url: string, path = 'readyz'): Promise<Readiness> {
    const response = await fetch(`${url}/${path}`);
    const text = await response.text();
    const { azure = [] } = JSON.parse(text) as Partial<Readiness>;
    return { status: response.status, azure, text };
  }

  async function graphql(url: string, query: string, variables?: object): Promise<Answer> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}` },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
  }

  return {
    ...system,
    /** Where Entra ID is, as settings say it. */
    entra: { AZURE_AUTHORITY_HOST: system.azure.armEndpoint },
    /** Starts a worker; answers its readiness and its log, parsed. */
    async startWorker(environment: Record<string, string>) {
      const name = `worker-${randomUUID().slice(0, 8)}`;
      const managed = await system.start('worker', name, {
        WORKER_HEALTH_PORT: '0',
        ...environment,
      });
      const url = `http://127.0.0.1:${await fieldOf(name, /"healthPort":(\d+)/)}`;
      return {
        stop: () => managed.stop(20_000),
        ready: () => readiness(url),
        alive: () => readiness(url, 'healthz'),
        log: () => system.logOf(name),
        linesWith: async (word: string) =>
          (await system.logOf(name)).split('\n').filter((line) => line.includes(word)),
      };
    },
    async startApi(environment: Record<string, string>) {
      const name = `api-${randomUUID().slice(0, 8)}`;
      const managed = await system.start('api', name, { PORT: '0', ...environment });
      const url = await fieldOf(name, /"url":"([^"]+)"/);
      const ask = (query: string, variables?: object) => graphql(url, query, variables);
      return {
        stop: () => managed.stop(20_000),
        ready: () => readiness(url),
        log: () => system.logOf(name),
        ask,
        /** Submits the creation of a resource group; answers the operation's id. */
        async createGroup(groupName: string, more: object = {}): Promise<string> {
          const api = {
            adminKey,
            database: system.database,
            graphql: (_key: string, text: string, given?: object) => ask(text, given),
          };
          const teamId = await givenTeam(api as ApiUnderTest, groupName);
          await shareWith(
            system.database.pool,
            rowIdOf(teamId),
            `/subscriptions/${unknownSubscription}`,
          );
          const input = { name: groupName, location: 'eastus', teamId, ...more };
          const { data } = await ask(createGroup, { input });
          const payload = data['createResourceGroup'] as unknown as { operation: { id: string } };
          return payload.operation.id;
        },
        async operation(id: string): Promise<Shown> {
          const { data } = await ask(shown, { id });
          return data['operation'] as unknown as Shown;
        },
      };
    },
    /** Everything that Entra ID and the identity endpoint were asked so far. */
    tokenRequests: async (): Promise<number> =>
      ((await system.control('ledger')) as { counts: { token: number } }).counts.token,
    async refuse(aadsts: number, description?: string): Promise<void> {
      const parameters = { aadsts, ...(description && { description }) };
      await system.control('faults', { name: 'RefusesToken', times: 'always', parameters });
    },
    async clearFaults(): Promise<void> {
      await fetch(`${system.azure.controlEndpoint}/faults`, { method: 'DELETE' });
    },
  };
}

export type DayOne = Awaited<ReturnType<typeof startDayOne>>;

export interface Shown {
  status: string;
  error: { code: string; message: string; remedy: string } | null;
  steps: { name: string; status: string; message: string | null }[];
}

const shown = `query ($id: ID!) { operation(id: $id) { status error { code message remedy } steps { name status message } } }`;
