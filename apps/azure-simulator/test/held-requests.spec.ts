import { describe, expect, it, onTestFinished } from 'vitest';
import { sender } from './support/send.js';
import { at, cluster, compute, startWithWorkspace, type Session } from './support/session.js';

const path = compute('cpu');

/** Arms the fault on the cluster's PUT; answers how many it holds. */
async function holdPut(session: Session, when: string, match: object = {}) {
  const fault = await session.control('POST', 'faults', {
    name: 'HoldsRequest',
    parameters: { when },
    match: {
      method: 'PUT',
      pathPattern: '/computes/cpu$',
      ...match,
    },
  });
  const holding = async (): Promise<unknown> =>
    at(await session.control('GET', 'faults'), 'value.0.holding');
  return { id: String(at(fault, 'id')), holding };
}

/** A client that can be killed while it waits. */
async function startMortalClient(session: Session) {
  const { armEndpoint, subscriptionId, caFile } = session.simulator;
  const { send, close } = sender(caFile);
  onTestFinished(close);
  const authorization = `Bearer ${await session.token()}`;
  const url = `${armEndpoint}/subscriptions/${subscriptionId}${path}?api-version=2025-06-01`;
  return { put: () => send('PUT', url, { authorization }, cluster()), kill: close };
}

const puts = async (session: Session): Promise<unknown> =>
  at(await session.control('GET', 'ledger?path=/computes/'), 'entries.length');

describe('HoldsRequest', () => {
  it.each([
    ['before', 0],
    ['after', 1],
  ])(
    '%s the request is looked at: with its client it goes, and %i was accepted',
    async (when, accepted) => {
      const session = await startWithWorkspace();
      const { holding } = await holdPut(session, when);
      const client = await startMortalClient(session);
      const answer = client.put();
      await expect.poll(holding).toBe(1);
      client.kill();
      await expect(answer).rejects.toThrow();
      await expect.poll(holding).toBe(0);
      expect(await puts(session)).toBe(accepted);
      expect((await session.call('GET', path)).status).toBe(accepted === 1 ? 200 : 404);
    },
  );

  it.each(['before', 'after'])('%s: goes on once the fault is disarmed', async (when) => {
    const session = await startWithWorkspace();
    const { id, holding } = await holdPut(session, when);
    const answer = session.call('PUT', path, cluster());
    await expect.poll(holding).toBe(1);
    await session.control('DELETE', `faults?id=${id}`);
    expect((await answer).status).toBe(201);
    expect(await puts(session)).toBe(1);
  });

  it('lets the first ones through where it is to skip them', async () => {
    const session = await startWithWorkspace();
    const { id, holding } = await holdPut(session, 'before', { skip: 2 });
    for (const status of [201, 200])
      expect((await session.call('PUT', path, cluster())).status).toBe(status);
    const third = session.call('PUT', path, cluster());
    await expect.poll(holding).toBe(1);
    await session.control('DELETE', `faults?id=${id}`);
    expect((await third).status).toBe(200);
  });
});
