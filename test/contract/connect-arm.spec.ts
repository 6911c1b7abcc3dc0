import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectArm, openCredential } from '#libs/azure';
import type { AzureCredential } from '#libs/config';
import { resourceGroupId, systemClock } from '#libs/kernel';
import { ArmError, usualReads } from '#libs/operations';
import { type TestDatabase, createTestDatabase } from '../support/database.js';

import { type SimulatedAzure, startSimulatedAzure } from './support/simulated-azure.js';

describe('ARM as the worker connects to it', () => {
  let azure: SimulatedAzure;
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    azure = await startSimulatedAzure({ clockRate: 1, clock: systemClock });
  });
  afterAll(async () => {
    await azure?.stop();
    await database?.drop();
  });

  const connect = () => connectArm({ endpoint: azure.endpoint, pool: database.pool });

  it('finds its identity in the environment and counts what it sends', async () => {
    const id = resourceGroupId(azure.subscriptionId, 'worker');
    expect(await connect().put(id, { location: 'eastus' })).toMatchObject({ state: 'Succeeded' });
    expect(await connect().get(id)).toMatchObject({ name: 'worker' });
    const { rows } = await database.pool.query(
      'SELECT operation FROM arm_budget WHERE subscription_id = $1 ORDER BY operation',
      [azure.subscriptionId],
    );
    expect(rows).toEqual([{ operation: 'read' }, { operation: 'write' }]);
  });

  const application = {
    tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
    clientId: '9f1c0000-0000-4000-8000-00000000a9b1',
  };
  const fileOf = (name: string, text: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'armature-identity-')), name);
    writeFileSync(path, text);
    return path;
  };
  const certificateFile = async (): Promise<string> => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'armature' }]);
    return fileOf('certificate.pem', `${key}\n${cert}`);
  };
  const applications: [string, () => Promise<AzureCredential>][] = [
    ['a secret', async () => ({ kind: 'client-secret', ...application, secret: 'hunter2' })],
    [
      'a certificate',
      async () => ({
        kind: 'client-certificate',
        ...application,
        password: undefined,
        sendsChain: false,
        certificateFile: await certificateFile(),
      }),
    ],
    [
      'a federated token',
      async () => ({
        kind: 'workload-identity',
        ...application,
        tokenFile: fileOf('token', 'token.of.kubernetes'),
      }),
    ],
  ];

  it.each(applications)(
    'gets its tokens from Entra ID over HTTPS with %s, and says why where it gets none',
    async (_with, credentialOf) => {
      const id = resourceGroupId(azure.subscriptionId, 'worker');
      const access = { credential: await credentialOf(), authorityHost: azure.endpoint };
      const connectWith = () =>
        connectArm({
          endpoint: azure.endpoint,
          pool: database.pool,
          credential: openCredential(access),
        });
      const before = (await azure.ledger()).counts.token;
      expect(await connectWith().get(id)).toMatchObject({ name: 'worker' });
      expect((await azure.ledger()).counts.token).toBe(before + 1);
      await azure.control('faults', { name: 'RefusesToken', parameters: { aadsts: 700016 } });
      await expect(connectWith().get(id)).rejects.toMatchObject({
        error: { code: 'AADSTS700016', remedy: expect.any(String) as string },
      });
    },
  );

  it('never meets Azure’s limit, however many ask at once', async () => {
    const id = resourceGroupId(azure.subscriptionId, 'worker');
    const [one, other] = [connect(), connect()];
    const refusedBefore = (await azure.ledger()).throttles.length;
    const startedMs = performance.now();
    const reads = Array.from({ length: 450 }, (_, i) =>
      (i % 2 === 0 ? one : other).get(id).then(
        () => 'read',
        (error: unknown) => (error instanceof ArmError ? error.error.code : String(error)),
      ),
    );
    const outcomes = await Promise.all(reads);
    const seconds = (performance.now() - startedMs) / 1_000;
    const sent = outcomes.filter((outcome) => outcome === 'read').length;
    expect(sent).toBeGreaterThan(0);
    // A slow machine gives some up; the budget does not hold them back before it is spent.
    const letThrough = outcomes.filter((outcome) => outcome !== 'ArmBudgetSpent').length;
    expect(letThrough).toBeGreaterThan(200);
    const { burst, refillPerSecond } = usualReads;
    expect(sent).toBeLessThanOrEqual(burst + refillPerSecond * seconds);
    expect((await azure.ledger()).throttles.length).toBe(refusedBefore);
  });

  it('keeps to what Azure says is left, where it is less than we count', async () => {
    const id = resourceGroupId(azure.subscriptionId, 'worker');
    const before = (await azure.ledger()).throttles.length;
    await azure.control('throttling', { read: { burst: 20, perSecond: 25 } });
    await database.pool.query('DELETE FROM arm_budget');
    await connect().get(id);
    const reads = Array.from({ length: 120 }, () =>
      connect()
        .get(id)
        .catch((error: unknown) => error),
    );
    await Promise.all(reads);
    // By our own count all 120 would go at once, and a hundred be refused; what was on its way before may be.
    expect((await azure.ledger()).throttles.length - before).toBeLessThan(6);
  });
});
