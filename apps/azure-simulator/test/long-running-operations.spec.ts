import { describe, expect, it } from 'vitest';
import {
  at,
  cluster,
  compute,
  createCluster,
  group,
  startWithWorkspace,
  workspace,
} from './support/session.js';

const header = (headers: Record<string, string>, name: string): string => headers[name] ?? '';

describe('long-running operations', () => {
  it('tells a created cluster by Azure-AsyncOperation: 201, then status until Succeeded', async () => {
    const { call, pass } = await startWithWorkspace();
    const created = await call('PUT', compute('cpu'), cluster());
    const poll = header(created.headers, 'azure-asyncoperation');
    expect(created).toMatchObject({
      status: 201,
      body: { properties: { provisioningState: 'Creating' } },
    });
    expect(created.headers).not.toHaveProperty('location');
    expect(await call('GET', poll)).toMatchObject({
      status: 200,
      headers: { 'retry-after': '10' },
      body: { status: 'InProgress' },
    });
    pass(45);
    const done = await call('GET', poll);
    expect(done.body).toMatchObject({ status: 'Succeeded', percentComplete: 100 });
    expect(done.headers).not.toHaveProperty('retry-after');
    expect(at((await call('GET', compute('cpu'))).body, 'properties.provisioningState')).toBe(
      'Succeeded',
    );
  });

  it('gives poll URLs on the host called, with another api-version and a signed query', async () => {
    const { call, simulator } = await startWithWorkspace();
    const created = await call('PUT', compute('cpu'), cluster());
    const url = new URL(header(created.headers, 'azure-asyncoperation'));
    expect(url.origin).toBe(simulator.armEndpoint);
    expect(url.searchParams.get('api-version')).toBe('2021-10-01');
    expect((await call('GET', url.href)).status).toBe(200);
    for (const part of ['t', 'c', 's', 'h']) {
      const tampered = new URL(url);
      tampered.searchParams.set(part, '639000000000000000');
      expect((await call('GET', tampered.href)).status, part).toBe(403);
    }
  });

  it('tells a deleted cluster by both headers; Location answers 202, then 200', async () => {
    const session = await startWithWorkspace();
    const { call, pass } = session;
    await createCluster(session, 'cpu');
    const deleted = await call('DELETE', `${compute('cpu')}?underlyingResourceAction=Delete`);
    const location = header(deleted.headers, 'location');
    const status = header(deleted.headers, 'azure-asyncoperation');
    expect(deleted).toMatchObject({ status: 202, text: '' });
    expect(await call('GET', location)).toMatchObject({ status: 202, text: '' });
    expect(at((await call('GET', compute('cpu'))).body, 'properties.provisioningState')).toBe(
      'Deleting',
    );
    pass(40);
    expect((await call('GET', location)).status).toBe(200);
    expect(at((await call('GET', status)).body, 'status')).toBe('Succeeded');
    expect((await call('GET', compute('cpu'))).status).toBe(404);
  });

  it('tells workspaces and groups by Location alone', async () => {
    const { call, pass } = await startWithWorkspace();
    const other = workspace.replace(/work$/, 'other');
    const created = await call('PUT', other, { location: 'eastus' });
    expect(created).toMatchObject({ status: 202, text: '', headers: { 'retry-after': '10' } });
    expect(created.headers).not.toHaveProperty('azure-asyncoperation');
    expect(header(created.headers, 'location')).toContain('api-version=2018-03-01-preview');
    pass(20);
    expect(await call('GET', header(created.headers, 'location'))).toMatchObject({
      status: 200,
      body: { name: 'other', properties: { provisioningState: 'Succeeded' } },
    });
    const deleted = await call('DELETE', group);
    expect(deleted.status).toBe(202);
    expect(header(deleted.headers, 'location')).toContain('/operationresults/');
    pass(15);
    expect((await call('GET', header(deleted.headers, 'location'))).status).toBe(200);
  });

  it('tells an update only by provisioningState, with 200', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    const updated = await session.call('PUT', compute('cpu'), cluster());
    expect(updated.status).toBe(200);
    expect(updated.headers).not.toHaveProperty('azure-asyncoperation');
    expect(at(updated.body, 'properties.provisioningState')).toBe('Updating');
    session.pass(15);
    const { body } = await session.call('GET', compute('cpu'));
    expect(at(body, 'properties.provisioningState')).toBe('Succeeded');
  });

  it('divides Retry-After by the rate of the clock, down to a second', async () => {
    const { call } = await startWithWorkspace({ clockRate: 5 });
    const created = await call('PUT', compute('cpu'), cluster());
    expect(created.headers['retry-after']).toBe('2');
  });

  it('ends the creation of a cluster that is deleted meanwhile as Canceled', async () => {
    const { call } = await startWithWorkspace();
    const created = await call('PUT', compute('cpu'), cluster());
    await call('DELETE', `${compute('cpu')}?underlyingResourceAction=Delete`);
    const poll = await call('GET', header(created.headers, 'azure-asyncoperation'));
    expect(poll.body).toMatchObject({ status: 'Canceled', error: { code: 'OperationPreempted' } });
  });
});
