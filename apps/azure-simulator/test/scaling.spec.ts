import { describe, expect, it } from 'vitest';
import {
  at,
  compute,
  createCluster,
  group,
  scale,
  startWithWorkspace,
  type Session,
} from './support/session.js';

const allocation = async ({ call }: Session, name = 'cpu'): Promise<unknown> =>
  at((await call('GET', compute(name))).body, 'properties.properties');

const nodeStates = async ({ call }: Session, name = 'cpu'): Promise<unknown[]> => {
  const { body } = await call('POST', `${compute(name)}/listNodes`);
  return (at(body, 'nodes') as { nodeState: string }[]).map(({ nodeState }) => nodeState);
};

const computeId = ({ simulator }: Session, name = 'cpu'): string =>
  `/subscriptions/${simulator.subscriptionId}${compute(name)}`;

describe('scaling of clusters', () => {
  it('brings the minimum of nodes: resizing, preparing, idle', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu', scale(2, 4));
    expect(await allocation(session)).toMatchObject({
      allocationState: 'Resizing',
      currentNodeCount: 0,
      targetNodeCount: 2,
    });
    session.pass(30);
    expect(await allocation(session)).toMatchObject({
      allocationState: 'Steady',
      currentNodeCount: 2,
      nodeStateCounts: { preparingNodeCount: 2, idleNodeCount: 0 },
    });
    session.pass(30);
    expect(await nodeStates(session)).toEqual(['idle', 'idle']);
  });

  it('grows for a job, and after the idle time shrinks to the minimum', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu', scale(0, 2, 'PT120S'));
    await session.control('POST', 'nodes', {
      action: 'startJob',
      computeId: computeId(session),
      nodeCount: 3,
      seconds: 100,
    });
    session.pass(60);
    expect(await nodeStates(session)).toEqual(['running', 'running']);
    session.pass(200);
    expect(await nodeStates(session)).toContain('idle');
    session.pass(60);
    expect(await allocation(session)).toMatchObject({ allocationState: 'Resizing' });
    session.pass(120);
    expect(await allocation(session)).toMatchObject({
      allocationState: 'Steady',
      currentNodeCount: 0,
      targetNodeCount: 0,
    });
  });

  it('ends the same whether one looks often or once', async () => {
    const often = await startWithWorkspace();
    const once = await startWithWorkspace();
    for (const session of [often, once]) {
      await createCluster(session, 'cpu', scale(0, 2));
      await session.control('POST', 'nodes', {
        action: 'startJob',
        computeId: computeId(session),
        seconds: 50,
      });
    }
    for (let step = 0; step < 60; step += 1) {
      often.pass(10);
      await allocation(often);
    }
    once.pass(600);
    expect(await allocation(once)).toEqual(await allocation(often));
  });

  it('changes at once when the minimum or maximum changes', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu', scale(3, 3));
    session.pass(60);
    await session.call('PATCH', compute('cpu'), { properties: { properties: scale(1, 1) } });
    session.pass(15);
    expect(await allocation(session)).toMatchObject({
      allocationState: 'Resizing',
      nodeStateCounts: { leavingNodeCount: 2, idleNodeCount: 1 },
    });
    session.pass(60);
    expect(await nodeStates(session)).toEqual(['idle']);
  });

  it('loses preempted low-priority nodes and gets others', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu', { vmPriority: 'LowPriority', ...scale(2, 2) });
    session.pass(60);
    await session.control('POST', 'nodes', { action: 'preempt', computeId: computeId(session) });
    expect(await allocation(session)).toMatchObject({
      nodeStateCounts: { preemptedNodeCount: 1, idleNodeCount: 1 },
    });
    session.pass(90);
    expect(await nodeStates(session)).toEqual(['idle', 'idle']);
  });

  it('does not preempt dedicated nodes', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu', scale(1, 1));
    session.pass(60);
    const refused = await session.control('POST', 'nodes', {
      action: 'preempt',
      computeId: computeId(session),
    });
    expect(at(refused, 'error.code')).toBe('Conflict');
  });

  it('stays resizing 0 -> 0 for as long as a delete lock keeps the nodes', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu', scale(0, 1));
    await session.control('POST', 'nodes', {
      action: 'startJob',
      computeId: computeId(session),
      seconds: 10,
    });
    const lock = `${group}/providers/Microsoft.Authorization/locks/keep`;
    await session.call('PUT', lock, { properties: { level: 'CanNotDelete' } });
    await session.control('POST', 'clock', { advanceSeconds: 7 * 24 * 3600 });
    expect(await allocation(session)).toMatchObject({
      allocationState: 'Resizing',
      currentNodeCount: 0,
      targetNodeCount: 0,
      nodeStateCounts: { leavingNodeCount: 1 },
    });
    await session.call('DELETE', lock);
    session.pass(30);
    expect(await allocation(session)).toMatchObject({
      allocationState: 'Steady',
      nodeStateCounts: { leavingNodeCount: 0 },
    });
  });
});
