import { describe, expect, it } from 'vitest';
import { at, names, startSession, type Session } from './support/session.js';

const learning = 'Microsoft.MachineLearningServices/workspaces';

async function startWithResources(): Promise<Session> {
  const session = await startSession();
  for (const group of ['one', 'two']) {
    await session.call('PUT', `/resourceGroups/${group}`, { location: 'eastus' });
    for (const [name, tags] of [
      ['alpha', { team: 'research' }],
      ['beta', {}],
    ] as const)
      await session.call('PUT', `/resourceGroups/${group}/providers/${learning}/${group}${name}`, {
        location: group === 'one' ? 'eastus' : 'westus2',
        tags,
      });
  }
  session.pass(60);
  return session;
}

const listed = async ({ call }: Session, scope: string, query: Record<string, string> = {}) => {
  const search = new URLSearchParams(query).toString();
  return names((await call('GET', `${scope}/resources${search && `?${search}`}`)).body);
};

describe('lists over all types of resources', () => {
  it('are those of a subscription or of a group', async () => {
    const session = await startWithResources();
    expect(await listed(session, '')).toEqual(['onealpha', 'onebeta', 'twoalpha', 'twobeta']);
    expect(await listed(session, '/resourceGroups/TWO')).toEqual(['twoalpha', 'twobeta']);
    expect((await session.call('GET', '/resourceGroups/none/resources')).status).toBe(404);
  });

  it.each([
    [`resourceType eq '${learning.toUpperCase()}'`, 4],
    [`resourceType eq 'Microsoft.Kubernetes/connectedClusters'`, 0],
    [`resourceType ne '${learning}'`, 0],
    [`name eq 'ONEalpha'`, 1],
    [`resourceGroup eq 'two' and resourceType eq '${learning}' and name eq 'twobeta'`, 1],
    [`resourceGroup eq 'two' and name eq 'onebeta'`, 0],
    [`name eq 'onebeta' or name eq 'twobeta'`, 2],
    [`location eq 'West US 2'`, 2],
    [`substringof('alpha', name)`, 2],
    [`tagName eq 'TEAM' and tagValue eq 'research'`, 2],
    [`tagName eq 'team' and tagValue eq 'Research'`, 0],
  ])('are filtered by %s', async ($filter, count) => {
    const session = await startWithResources();
    const $expand = 'createdTime,changedTime,provisioningState';
    expect(await listed(session, '', { $filter, $expand })).toHaveLength(count);
  });

  it('refuse a filter that is none', async () => {
    const { call } = await startWithResources();
    const $filter = new URLSearchParams({ $filter: `colour eq 'red'` }).toString();
    expect(await call('GET', `/resources?${$filter}`)).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidFilterInQueryString' } },
    });
    expect((await call('GET', '/resources?$top=none')).status).toBe(400);
  });

  it('come in pages of $top', async () => {
    const session = await startWithResources();
    const { body } = await session.call('GET', '/resources?$top=3');
    expect(names(body)).toHaveLength(3);
    const rest = await session.call('GET', String(at(body, 'nextLink')));
    expect(names(rest.body)).toEqual(['twobeta']);
    expect(at(rest.body, 'nextLink')).toBeUndefined();
  });
});
