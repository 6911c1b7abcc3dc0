import { describe, expect, it } from 'vitest';
import { at, cluster, compute, group, startWithWorkspace } from './support/session.js';

describe('the ledger', () => {
  it('has every accepted write with who and what, and nothing that was refused or only read', async () => {
    const session = await startWithWorkspace();
    const tags = { 'armature-operation': 'op-1' };
    await session.call('PUT', compute('cpu'), cluster({}, { tags }), {
      headers: { 'x-ms-client-request-id': 'mine' },
    });
    await session.call('PUT', compute('x'), cluster());
    await session.call('GET', compute('cpu'));
    await session.call('POST', `${compute('cpu')}/listNodes`);
    const ledger = await session.control('GET', 'ledger?since=2');
    expect(at(ledger, 'entries')).toEqual([
      expect.objectContaining({
        sequence: 3,
        method: 'PUT',
        status: 201,
        clientRequestId: 'mine',
        operationTag: 'op-1',
        apiVersion: '2025-06-01',
      }),
    ]);
    expect(at(ledger, 'counts')).toMatchObject({ read: 1, write: 5, refused: 1 });
  });
});

describe('the control routes', () => {
  it('move simulated time and change its speed', async () => {
    const { call, control, pass } = await startWithWorkspace();
    await call('PUT', compute('cpu'), cluster());
    const before = at(await control('GET', 'clock'), 'now');
    await control('POST', 'clock', { advanceSeconds: 45, rate: 10 });
    expect(
      Date.parse(String(at(await control('GET', 'clock'), 'now'))) - Date.parse(String(before)),
    ).toBe(45_000);
    expect(at((await call('GET', compute('cpu'))).body, 'properties.provisioningState')).toBe(
      'Succeeded',
    );
    await call('PUT', compute('gpu'), cluster());
    pass(4.5);
    expect(at((await call('GET', compute('gpu'))).body, 'properties.provisioningState')).toBe(
      'Succeeded',
    );
  });

  it('empty everything on reset, and name what they know', async () => {
    const { call, control } = await startWithWorkspace();
    await control('POST', 'reset');
    expect((await call('GET', group)).status).toBe(404);
    expect(at(await control('GET', 'ledger'), 'entries')).toEqual([]);
    expect(at(await control('GET', 'nonsense'), 'error.message')).toContain('GET ledger');
  });
});
