import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globalId } from '#libs/verbs';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, createGroup, givenKey, givenTeam, rowIdOf } from '../../support/gateway.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

interface Answered {
  team: { id: string; name: string; costCenter: string } | null;
  warnings: { code: string; field: string[]; message: string }[];
  userErrors: { code: string; field: string[] }[];
}

async function ask(key: string, verb: 'createTeam' | 'updateTeam', input: object) {
  const type = verb === 'createTeam' ? 'CreateTeamInput' : 'UpdateTeamInput';
  const document = `mutation ($input: ${type}!) { ${verb}(input: $input) {
    team { id name costCenter } warnings { code field message } userErrors { code field } } }`;
  const { data, errors } = await api.graphql(key, document, { input });
  expect(errors).toBeUndefined();
  return at(data)[verb] as unknown as Answered;
}
const update = (key: string, teamId: string, change: object) =>
  ask(key, 'updateTeam', { teamId, ...change });

const fresh = (name: string): string => `${name}-${crypto.randomUUID()}`;
const admin = (teamId: string | null) => givenKey(api, teamId, 'ADMIN', fresh('admin'));

async function auditedOf(teamId: string) {
  const { rows } = await api.database.pool.query<{ before: object; after: object }>(
    `SELECT before, after FROM audit_event WHERE action = 'team.updated' AND target_id = $1 ORDER BY id`,
    [rowIdOf(teamId)],
  );
  return rows;
}

/** The tags of a group that is asked for now, without any of its own. */
async function inherited(teamId: string): Promise<unknown> {
  const input = { name: fresh('rg'), location: 'eastus', teamId };
  const { data } = await api.graphql(api.adminKey, createGroup, { input });
  return at(data).createResourceGroup!.resourceGroup?.costTags;
}

describe('a team that is changed', () => {
  it('has the new name, cost centre and default tags, and what is asked for afterwards inherits these', async () => {
    const teamId = await givenTeam(api, fresh('vision'));
    const name = fresh('sight');
    const defaultCostTags = [
      { key: 'owner', value: 'ada' },
      { key: 'environment', value: 'production' },
    ];
    const change = { name, costCenter: 'CC-2', defaultCostTags };
    const done = await update(await admin(teamId), teamId, change);
    expect(done).toEqual({
      team: { id: teamId, name, costCenter: 'CC-2' },
      warnings: [],
      userErrors: [],
    });
    expect(await inherited(teamId)).toEqual(
      expect.arrayContaining([
        { key: 'costCenter', value: 'CC-2', source: 'TEAM_DEFAULT' },
        { key: 'owner', value: 'ada', source: 'TEAM_DEFAULT' },
      ]),
    );
    expect(await auditedOf(teamId)).toMatchObject([
      {
        before: { costCenter: 'CC-1', costTags: { owner: 'o', environment: 'test' } },
        after: { name, costCenter: 'CC-2', costTags: { owner: 'ada', environment: 'production' } },
      },
    ]);
  });

  it('keeps what is not given, and says nothing in the trail where nothing changes', async () => {
    const teamId = await givenTeam(api, fresh('vision'));
    const { team } = await update(api.adminKey, teamId, { costCenter: 'CC-2' });
    expect(team?.name).toMatch(/^vision-/);
    for (const change of [{}, { costCenter: 'CC-2' }, { name: null }])
      expect(await update(api.adminKey, teamId, change)).toMatchObject({ team, userErrors: [] });
    expect(await auditedOf(teamId)).toHaveLength(1);
  });

  it('may change the case of its name, and take no name that another has', async () => {
    const taken = fresh('taken');
    await givenTeam(api, taken);
    const teamId = await givenTeam(api, fresh('vision'));
    const { team } = await update(api.adminKey, teamId, {});
    const loud = team!.name.toUpperCase();
    expect((await update(api.adminKey, teamId, { name: loud })).team?.name).toBe(loud);
    for (const name of [taken, taken.toUpperCase()])
      expect(await update(api.adminKey, teamId, { name })).toMatchObject({
        team: null,
        userErrors: [{ code: 'ALREADY_EXISTS', field: ['input', 'name'] }],
      });
    expect(await auditedOf(teamId)).toHaveLength(1);
  });

  it('is not one that is not there or not seen', async () => {
    const teamId = await givenTeam(api, fresh('vision'));
    const stranger = await admin(await givenTeam(api, fresh('other')));
    for (const [key, id] of [
      [stranger, teamId],
      [api.adminKey, 'nonsense'],
      [api.adminKey, globalId('Team', crypto.randomUUID())],
    ] as const)
      expect(await update(key, id, { costCenter: 'CC-3' })).toMatchObject({
        team: null,
        userErrors: [{ code: 'NOT_FOUND', field: ['input', 'teamId'] }],
      });
  });
});

describe('a team without a default for a required cost tag', () => {
  const missing = (...keys: string[]) =>
    keys.map((key) => ({
      code: 'COST_TAG_WITHOUT_DEFAULT',
      field: ['input', 'defaultCostTags'],
      message: `The cost tag '${key}' is required, and the team has no default for it: each request must give it.`,
    }));
  const made = (defaultCostTags: object[], more: object = {}) =>
    ask(api.adminKey, 'createTeam', {
      name: fresh('team'),
      costCenter: 'CC-1',
      defaultCostTags,
      ...more,
    });

  it('is made, and told so at once; case does not count, and an empty value is none', async () => {
    expect((await made([])).warnings).toEqual(missing('owner', 'environment'));
    expect(
      (
        await made([
          { key: 'Owner', value: 'o' },
          { key: 'environment', value: ' ' },
        ])
      ).warnings,
    ).toEqual(missing('environment'));
    const both = [
      { key: 'owner', value: 'o' },
      { key: 'environment', value: 'e' },
    ];
    expect((await made(both)).warnings).toEqual([]);
    expect((await made([...both, { key: 'CostCenter', value: '' }])).warnings).toEqual(
      missing('costCenter'),
    );
  });

  it('is told again where the request is repeated, and where its tags are changed', async () => {
    const again = { name: fresh('team'), idempotencyKey: crypto.randomUUID() };
    const [first, second] = [await made([], again), await made([], again)];
    expect(second).toEqual(first);
    const change = { defaultCostTags: [{ key: 'owner', value: 'o' }] };
    const { warnings } = await update(api.adminKey, first.team!.id, change);
    expect(warnings).toEqual(missing('environment'));
  });
});
