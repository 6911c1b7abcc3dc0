import { describe, expect, it } from 'vitest';
import {
  at,
  cluster,
  compute,
  createCluster,
  startWithWorkspace,
  workspace,
} from './support/session.js';

describe('compute clusters', () => {
  it.each(['x', 'ab', '1abc', 'has_underscore', 'cluster-1', `a${'b'.repeat(24)}`])(
    'refuse the name %s',
    async (name) => {
      const { call } = await startWithWorkspace();
      expect((await call('PUT', compute(name), cluster())).status).toBe(400);
    },
  );

  it('refuse a name in use anywhere in the region, whatever its case', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    const other = workspace.replace(/work$/, 'other');
    await session.call('PUT', other, { location: 'eastus' });
    session.pass(20);
    const refused = await session.call('PUT', `${other}/computes/CPU`, cluster());
    expect(refused.status).toBe(400);
    expect(at(refused.body, 'error.message')).toContain('already in use');
  });
});
