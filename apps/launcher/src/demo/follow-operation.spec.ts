import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followOperation } from './follow-operation.js';
import { GatewayClient } from './gateway-client.js';
import type { Operation } from './operation.schema.js';

const running: Operation = {
  id: 'op1',
  kind: 'COMPUTE_CLUSTER_CREATE',
  status: 'RUNNING',
  targetName: 'cpu',
  progress: 0.5,
  createdAt: '2026-01-01T00:00:00Z',
  completedAt: null,
  requestedBy: { displayName: 'Ada' },
  error: null,
  steps: [
    {
      name: 'await compute',
      status: 'WAITING',
      attempt: 1,
      message: null,
      rawState: 'Creating',
      startedAt: null,
      completedAt: null,
    },
  ],
};

let server: Server;
let told: Operation[];
let client: GatewayClient;

beforeEach(async () => {
  server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const operationUpdated of told) {
      const event = JSON.stringify({ data: { operationUpdated } });
      response.write(`event: next\ndata: ${event}\n\n`);
    }
    response.end('event: complete\ndata:\n\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  client = new GatewayClient(`http://127.0.0.1:${port}/graphql`, 'key');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const follow = (seen: string[] = []) =>
  followOperation(client, 'op1', ({ status }) => seen.push(status));

describe('following an operation over SSE', () => {
  it('shows every state and resolves with the last one', async () => {
    told = [running, { ...running, status: 'SUCCEEDED' }];
    const seen: string[] = [];
    expect((await follow(seen)).status).toBe('SUCCEEDED');
    expect(seen).toEqual(['RUNNING', 'SUCCEEDED']);
  });

  it('says in which step it failed, why, and what to do', async () => {
    const steps = running.steps.map((step) => ({ ...step, status: 'FAILED' }));
    const error = { code: 'SkuNotAvailable', message: 'not here', remedy: 'another region' };
    told = [{ ...running, status: 'FAILED', steps, error }];
    await expect(follow()).rejects.toThrow(
      'compute cluster create of cpu ended FAILED in step "await compute": SkuNotAvailable: not here\n' +
        '  What to do: another region',
    );
  });

  it('rejects on an answer that it cannot read', async () => {
    told = [{ ...running, id: undefined } as unknown as Operation];
    await expect(follow()).rejects.toThrow('following operation op1');
  });

  it('does not take a stream that closes early for success', async () => {
    told = [running];
    await expect(follow()).rejects.toThrow('the stream closed before it ended');
  });
});
