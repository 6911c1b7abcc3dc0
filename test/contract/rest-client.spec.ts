import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../support/api.js';
import { rowIdOf } from '../support/gateway.js';
import { givenScopes, type GivenTeam } from '../support/scope-scene.js';

const run = promisify(execFile);

let api: ApiUnderTest;
let ours: GivenTeam;
let folder: string;
beforeAll(async () => {
  api = await startApi();
  ours = await givenScopes(api, 'ours', 'rg-ours');
  folder = await mkdtemp(join(process.cwd(), 'dist/rest-client-'));
  await run('node_modules/.bin/openapi-ts', ['-i', 'openapi.json', '-o', join(folder, 'client')]);
}, 120_000);
afterAll(async () => {
  await api?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answered {
  data?: { operation: { id: string }; compute: { id: string; name: string } };
  response: Response;
}
type Call = (options: object) => Promise<Answered>;
interface Client {
  createComputeCluster: Call;
  operation: Call;
  deleteCompute: Call;
  operationEvents(options: object): Promise<{ stream: AsyncIterable<unknown> }>;
}

it('that is generated compiles under our TypeScript', { timeout: 120_000 }, async () => {
  const config = {
    extends: join(process.cwd(), 'tsconfig.json'),
    compilerOptions: {
      noEmit: true,
      incremental: false,
      rootDir: folder,
      lib: ['ESNext', 'DOM', 'DOM.Iterable'],
      // The generator's own runtime leaves undefined where a field may be absent.
      exactOptionalPropertyTypes: false,
    },
    include: [join(folder, 'client')],
    exclude: [],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { stdout } = await run('node_modules/.bin/tsc', [
    '-p',
    join(folder, 'tsconfig.json'),
  ]).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});

it('that is generated creates, watches and deletes a cluster', { timeout: 60_000 }, async () => {
  const sdk = (await import(join(folder, 'client/sdk.gen.ts'))) as Client;
  const common = { baseUrl: `${api.url}/v1`, auth: () => ours.operatorKey, throwOnError: true };
  const body = { name: 'generated', vmSize: 'Standard_DS3_v2', scale: { maxNodeCount: 1 } };
  const path = { id: ours.workspaceId };
  const made = await sdk.createComputeCluster({ ...common, path, body });
  expect(made.response.status).toBe(202);
  const { operation, compute } = made.data!;
  const { stream } = await sdk.operationEvents({ ...common, path: { id: operation.id } });
  const events: unknown[] = [];
  for await (const event of stream) {
    events.push(event);
    if (events.length === 1) await end(operation.id);
  }
  expect(events).toMatchObject([{ status: 'QUEUED' }, { status: 'SUCCEEDED' }]);
  const query = { confirmName: compute.name };
  const gone = await sdk.deleteCompute({ ...common, path: { id: compute.id }, query });
  expect(gone.response.status).toBe(202);
});

async function end(id: string): Promise<void> {
  const { pool } = api.database;
  await pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now() WHERE id = $1`,
    [rowIdOf(id)],
  );
  const change = { topic: 'operation.changed', operationId: rowIdOf(id), teamId: ours.rowId };
  await pool.query(`SELECT pg_notify('armature_outbox', $1)`, [JSON.stringify(change)]);
}
