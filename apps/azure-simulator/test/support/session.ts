import { onTestFinished } from 'vitest';
import {
  startSimulator,
  type RunningSimulator,
  type SimulatorOptions,
} from '../../src/start-simulator.js';
import { ManualClock } from './manual-clock.js';
import { sender, type Answer } from './send.js';

export interface CallOptions {
  version?: string;
  headers?: Record<string, string>;
}

/** A simulator on a clock that stands still, and a client with a token. */
export interface Session {
  simulator: RunningSimulator;
  clock: ManualClock;
  /** ARM call; `path` starts at the subscription (`/resourcegroups/…`) or is an absolute URL. */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  /** Sends as given, without token or api-version. */
  raw(method: string, path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a form, as to a token endpoint. */
  form(path: string, fields: Record<string, string>): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Lets real time pass; simulated time goes along at the clock's rate. */
  pass(seconds: number): void;
  token(clientId?: string): Promise<string>;
}

const versions: readonly [RegExp, string][] = [
  [/\/providers\/Microsoft\.Authorization\/locks/i, '2020-05-01'],
  [/\/computes|\/locations\//i, '2025-06-01'],
  [/\/providers\/Microsoft\.MachineLearningServices\//i, '2024-10-01'],
  [/./, '2024-07-01'],
];

const versionFor = (path: string): string =>
  versions.find(([pattern]) => pattern.test(path))?.[1] ?? '';

/** Starts a simulator for the running test and stops it afterwards. */
export async function startSession(options: Partial<SimulatorOptions> = {}): Promise<Session> {
  const clock = new ManualClock();
  const simulator = await startSimulator({
    port: 0,
    clockRate: 1,
    clock,
    assumesDependencies: true,
    ...options,
  });
  const { send, close } = sender(simulator.caFile);
  onTestFinished(async () => {
    close();
    await simulator.stop();
  });
  const token = async (clientId?: string): Promise<string> => {
    const client = clientId === undefined ? '' : `&client_id=${clientId}`;
    const answer = await fetch(
      `${simulator.identityEndpoint}?resource=https://management.azure.com&api-version=2019-08-01${client}`,
      { headers: { 'x-identity-header': simulator.identityHeader } },
    );
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const bearer = await token();
  const urlOf = (path: string, version: string | undefined): string => {
    if (path.startsWith('https://')) return path;
    const full = path.startsWith('/subscriptions/')
      ? path
      : `/subscriptions/${simulator.subscriptionId}${path}`;
    const separator = path.includes('?') ? '&' : '?';
    return `${simulator.armEndpoint}${full}${separator}api-version=${version ?? versionFor(path)}`;
  };
  return {
    simulator,
    clock,
    token,
    call: (method, path, body, { version, headers = {} } = {}) =>
      send(method, urlOf(path, version), { authorization: `Bearer ${bearer}`, ...headers }, body),
    raw: (method, path, headers = {}) => send(method, `${simulator.armEndpoint}${path}`, headers),
    form: (path, fields) =>
      send('POST', `${simulator.armEndpoint}${path}`, {}, new URLSearchParams(fields)),
    control: async (method, path, body) =>
      (await send(method, `${simulator.controlEndpoint}/${path}`, {}, body)).body,
    pass: (seconds) => clock.pass(seconds),
  };
}

export const group = '/resourceGroups/rg';
export const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/work`;
export const compute = (name: string): string => `${workspace}/computes/${name}`;

/** A PUT body of a cluster. */
export const cluster = (properties: object = {}, envelope: object = {}): object => ({
  location: 'eastus',
  ...envelope,
  properties: {
    computeType: 'AmlCompute',
    properties: {
      vmSize: 'Standard_D3_v2',
      vmPriority: 'Dedicated',
      scaleSettings: { minNodeCount: 0, maxNodeCount: 2, nodeIdleTimeBeforeScaleDown: 'PT120S' },
      ...properties,
    },
  },
});

export const scale = (minNodeCount: number, maxNodeCount: number, idle = 'PT120S'): object => ({
  scaleSettings: { minNodeCount, maxNodeCount, nodeIdleTimeBeforeScaleDown: idle },
});

/** A session with the group `rg` and the finished workspace `work`, both in eastus. */
export async function startWithWorkspace(
  options: Partial<SimulatorOptions> = {},
): Promise<Session> {
  const session = await startSession(options);
  await session.call('PUT', group, { location: 'eastus' });
  await session.call('PUT', workspace, { location: 'eastus' });
  session.pass(60);
  return session;
}

/** Creates a cluster and waits until it stands. */
export async function createCluster(
  session: Session,
  name: string,
  properties: object = {},
  envelope: object = {},
): Promise<unknown> {
  const created = await session.call('PUT', compute(name), cluster(properties, envelope));
  if (created.status !== 201) throw new Error(`PUT ${name}: ${created.status} ${created.text}`);
  session.pass(45);
  return (await session.call('GET', compute(name))).body;
}

export { at, names, type Answer } from './send.js';
