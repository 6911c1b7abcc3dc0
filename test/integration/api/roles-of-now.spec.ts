import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, subscriptionId, type ApiUnderTest } from '../../support/api.js';
import { at, givenKey, givenOperation, givenTeam, rowIdOf } from '../../support/gateway.js';

let api: ApiUnderTest;
let teamId: string;
let operationId: string;
beforeAll(async () => {
  api = await startApi();
  teamId = await givenTeam(api, 'vision');
  operationId = await givenOperation(api, teamId, 'rg-vision');
});
afterAll(() => api.close());

const query = (text: string, ...values: unknown[]) => api.database.pool.query(text, values);

/** What is left there by a verb that was allowed. */
const written = async (): Promise<unknown> =>
  (
    await query(`SELECT
      (SELECT json_agg(t ORDER BY t.id) FROM team t) AS teams, (SELECT json_agg(s) FROM shared_scope s) AS shares,
      (SELECT json_agg(o.version) FROM operation o) AS operations, (SELECT count(*) FROM role_assignment) AS roles,
      (SELECT count(*) FROM api_key) AS keys, (SELECT count(*) FROM audit_event WHERE action NOT LIKE '%.denied') AS audit`)
  ).rows[0];

const groupArmId = `/subscriptions/${subscriptionId}/resourceGroups/rg-vision`;

/** Everything that is decided in a transaction of its own, and takes effect at once. */
const verbs: [verb: string, input: () => object, team: 'platform' | 'team'][] = [
  ['createTeam', () => ({ name: `t-${randomUUID()}`, costCenter: 'CC' }), 'platform'],
  ['updateTeam', () => ({ teamId, costCenter: 'CC-9' }), 'team'],
  ['deleteTeam', () => ({ teamId, confirmName: 'vision' }), 'platform'],
  ['setAllowedLocations', () => ({ teamId, locations: ['westeurope'] }), 'platform'],
  ['setTeamLimits', () => ({ teamId, vCpus: 8 }), 'platform'],
  ['shareScope', () => ({ teamId, armId: groupArmId }), 'platform'],
  ['unshareScope', () => ({ teamId, armId: `/subscriptions/${subscriptionId}` }), 'platform'],
  ['createApiKey', () => ({ name: 'k', botName: 'b', teamId, role: 'VIEWER' }), 'team'],
  [
    'grantRole',
    () => ({ to: { entraGroup: { objectId: randomUUID() } }, role: 'VIEWER', teamId }),
    'team',
  ],
  ['cancelOperation', () => ({ id: operationId }), 'team'],
  ['approveOperation', () => ({ id: operationId }), 'team'],
  ['abandonOperation', () => ({ id: operationId }), 'platform'],
];

async function send(key: string, verb: string, input: object): Promise<string[]> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${verb}(input: $input) { userErrors { code } } }`;
  const { data, errors } = await api.graphql(key, document, { input });
  expect(errors).toBeUndefined();
  return (at(data)[verb]!.userErrors as unknown as { code: string }[]).map(({ code }) => code);
}

describe('who asks while they are remembered', () => {
  it.each(verbs)('has no more of it than at that moment: %s', async (verb, input, where) => {
    const team = where === 'team' ? teamId : null;
    const key = await givenKey(api, team, 'ADMIN', `${verb}-${randomUUID()}`);
    await api.graphql(key, '{ viewer { id } }');
    await query(
      'DELETE FROM role_assignment WHERE principal_id = (SELECT principal_id FROM api_key WHERE prefix = $1)',
      key.slice(0, 12),
    );
    const before = await written();
    const told = await send(key, verb, input());
    expect(told).toHaveLength(1);
    // To who sees nothing of it, it is not there.
    expect(['FORBIDDEN', 'NOT_FOUND']).toContain(told[0]);
    expect(await written()).toEqual(before);
  });

  it.each(verbs.filter(([verb]) => verb !== 'deleteTeam'))(
    'may do it while they have the role: %s',
    async (verb, input, where) => {
      const key = await givenKey(api, where === 'team' ? teamId : null, 'ADMIN', randomUUID());
      const told = await send(key, verb, input());
      expect(told).not.toContain('FORBIDDEN');
      expect(told).not.toContain('NOT_FOUND');
    },
  );
});

it('a key that was revoked a moment ago changes no team by what is remembered of it', async () => {
  const key = await givenKey(api, teamId, 'ADMIN', `revoked-${randomUUID()}`);
  await api.graphql(key, '{ viewer { id } }');
  await query('UPDATE api_key SET revoked_at = now() WHERE prefix = $1', key.slice(0, 12));
  expect(await send(key, 'updateTeam', { teamId, costCenter: 'CC-8' })).toEqual(['NOT_FOUND']);
  const { rows } = await query('SELECT cost_center FROM team WHERE id = $1', rowIdOf(teamId));
  expect(rows).not.toEqual([{ cost_center: 'CC-8' }]);
});
