import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createArmClient, type ArmBudget } from '#libs/azure';
import { childEnvironment } from '#libs/config';
import { startSimulator } from '../../apps/azure-simulator/src/start-simulator.js';
import { ManagedProcess } from '../../apps/launcher/src/processes/managed-process.js';
import { findEntry } from '../../apps/launcher/src/system/find-entry.js';
import { createTestDatabase } from './database.js';
import { subscriptionForTests } from './engine.js';
import { applicationOf } from './application-of.js';
import { trust } from './simulated-system.js';

/** Grants all that is asked for: the simulator does not throttle. */
const boundless: ArmBudget = {
  take: () => Promise.resolve({ granted: true, waitMs: 0 }),
  quiet: () => Promise.resolve(),
  lower: () => Promise.resolve(),
  quietForMs: () => Promise.resolve(0),
};

/** A database and a simulated Azure, and API and worker as built, in processes of their own that may be killed. */
export async function startProcessSystem(options: {
  clockRate: number;
  environment?: Record<string, string>;
}) {
  const folder = await mkdtemp(join(tmpdir(), 'armature-processes-'));
  const secretsFolder = join(folder, 'secrets');
  const database = await createTestDatabase();
  const azure = await startSimulator({
    port: 0,
    clockRate: options.clockRate,
    throttling: 'off',
    assumesDependencies: true,
    subscriptions: [subscriptionForTests],
  });
  trust(azure.caFile);
  const environment = childEnvironment({
    DATABASE_URL: database.url,
    AZURE_CLOUD: 'AzureCloud',
    AZURE_ARM_ENDPOINT: azure.armEndpoint,
    AZURE_SUBSCRIPTION_ID: azure.subscriptionId,
    IDENTITY_ENDPOINT: azure.identityEndpoint,
    IDENTITY_HEADER: azure.identityHeader,
    NODE_EXTRA_CA_CERTS: azure.caFile,
    ARMATURE_SECRETS_DIR: secretsFolder,
    ...options.environment,
  });
  const started: ManagedProcess[] = [];
  const logFileOf = (name: string): string => join(folder, `${name}.log`);
  return {
    database,
    azure,
    arm: createArmClient({
      endpoint: azure.armEndpoint,
      credential: applicationOf(azure),
      budget: boundless,
    }),
    async start(
      app: 'api' | 'worker',
      name: string,
      more: Record<string, string> = {},
    ): Promise<ManagedProcess> {
      const its = {
        ...environment,
        ...more,
      };
      const spec = {
        name,
        entry: findEntry(app),
        environment: its,
        logFile: logFileOf(name),
      };
      const managed = new ManagedProcess(spec);
      started.push(managed);
      await managed.start();
      return managed;
    },
    logOf: (name: string): Promise<string> => readFile(logFileOf(name), 'utf8'),
    async giveSecret(teamId: string, name: string, text: string): Promise<void> {
      await mkdir(join(secretsFolder, teamId), { recursive: true });
      await writeFile(join(secretsFolder, teamId, name), text);
    },
    async control(route: string, body?: object): Promise<unknown> {
      const response = await fetch(`${azure.controlEndpoint}/${route}`, {
        ...(body && {
          method: 'POST',
          body: JSON.stringify(body),
        }),
        headers: { 'content-type': 'application/json' },
      });
      if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    async stop(): Promise<void> {
      await Promise.all(started.map((managed) => managed.kill('SIGKILL')));
      await azure.stop();
      await database.drop();
      await rm(folder, {
        recursive: true,
        force: true,
      });
    },
  };
}

export type ProcessSystem = Awaited<ReturnType<typeof startProcessSystem>>;
