import { childEnvironment } from '#libs/config';
import { ManagedProcess, type ProcessSpec } from '../processes/managed-process.js';
import { waitUntil } from '../processes/wait-until.js';
import { findEntry } from './find-entry.js';
import type { SimulatorAddress } from './start-simulator-process.js';

export interface AppsOptions {
  port: number;
  databaseUrl: string;
  redisUrl: string | undefined;
  logLevel: string;
  simulator: SimulatorAddress;
  /** Whom tokens of the simulated Entra ID are for; undefined: none count. */
  audience: string | undefined;
  specFor: (name: 'api' | 'worker') => Pick<ProcessSpec, 'logFile' | 'onLine' | 'onUnexpectedExit'>;
}

/** The two processes of Armature itself, not started yet. */
export function createApps(options: AppsOptions): { api: ManagedProcess; worker: ManagedProcess } {
  const { simulator } = options;
  const environment = childEnvironment({
    DATABASE_URL: options.databaseUrl,
    REDIS_URL: options.redisUrl,
    LOG_LEVEL: options.logLevel,
    HOST: '127.0.0.1',
    PORT: `${options.port}`,
    AZURE_CLOUD: 'AzureCloud',
    AZURE_ARM_ENDPOINT: simulator.armEndpoint,
    AZURE_RETAIL_PRICES_ENDPOINT: simulator.armEndpoint,
    AZURE_SUBSCRIPTION_ID: simulator.subscriptionId,
    IDENTITY_ENDPOINT: simulator.identityEndpoint,
    IDENTITY_HEADER: simulator.identityHeader,
    NODE_EXTRA_CA_CERTS: simulator.caFile,
    ...(options.audience !== undefined && entraSettings(simulator, options.audience)),
  });
  const create = (name: 'api' | 'worker') =>
    new ManagedProcess({ ...options.specFor(name), name, entry: findEntry(name), environment });
  return { api: create('api'), worker: create('worker') };
}

const entraSettings = (
  { armEndpoint, tenantId }: SimulatorAddress,
  audience: string,
): Record<string, string> => ({
  ENTRA_TENANT_IDS: tenantId,
  ENTRA_AUDIENCE: audience,
  ENTRA_AUTHORITY: armEndpoint,
  ENTRA_GRAPH: 'on',
  ENTRA_GRAPH_ENDPOINT: armEndpoint,
});

/** Resolves when GraphQL answers; rejects when the API ends first, or is not there within half a minute. */
export async function waitForApi(
  api: ManagedProcess,
  graphqlUrl: string,
  signal?: AbortSignal,
): Promise<void> {
  const isReady = async () => {
    if (api.pid === undefined) throw new Error('the API ended while starting');
    return answers(graphqlUrl);
  };
  await waitUntil(`an answer from ${graphqlUrl}`, isReady, { timeoutMs: 30_000, signal });
}

async function answers(graphqlUrl: string): Promise<boolean> {
  try {
    const response = await fetch(graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
      signal: AbortSignal.timeout(5_000),
    });
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    return false;
  }
}
