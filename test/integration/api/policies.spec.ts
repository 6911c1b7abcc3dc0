import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { FakeArm } from '../../support/fake-arm.js';
import { at, givenKey, rowIdOf, type Loose } from '../../support/gateway.js';
import { rest } from '../../support/rest.js';
import { givenScopes, type GivenTeam } from '../../support/scope-scene.js';

let api: ApiUnderTest;
let ours: GivenTeam;
let theirs: GivenTeam;
let adminKey: string;
beforeAll(async () => {
  api = await startApi(undefined, new FakeArm());
  ours = await givenScopes(api, 'ours', 'rg-ours');
  theirs = await givenScopes(api, 'theirs', 'rg-theirs');
  adminKey = await givenKey(api, ours.teamId, 'ADMIN', 'admin');
});
afterAll(() => api?.close());
beforeEach(async () => {
  await api.database.pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now() WHERE completed_at IS NULL`,
  );
});
afterEach(async () => {
  await api.database.pool.query(`DELETE FROM policy`);
  await api.database.pool.query(`UPDATE policy_revision SET revision = revision + 1`);
});

const shown = `policy { id name enabled version etag effect verbs team { id } approval { required role principals { id } } }
  userErrors { code field message }`;

async function ask(
  verb: string,
  input: object,
  key = api.adminKey,
  answer = shown,
): Promise<Loose> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${verb}(input: $input) { ${answer} } }`;
  const { data, errors } = await api.graphql(key, query, { input });
  expect(errors).toBeUndefined();
  return at(data)[verb]!;
}

const denial = {
  verbs: ['createComputeCluster'],
  condition: 'input.enableNodePublicIp',
  effect: 'DENY',
  message: 'No public addresses here.',
};

async function given(input: object, key = api.adminKey): Promise<Loose> {
  const { policy, userErrors } = await ask(
    'createPolicy',
    { ...denial, name: randomUUID(), ...input },
    key,
  );
  expect(userErrors).toEqual([]);
  return policy!;
}

const refused = async (input: object, key = api.adminKey): Promise<Loose[]> => {
  const { userErrors } = await ask(
    'createPolicy',
    { ...denial, name: randomUUID(), ...input },
    key,
  );
  return userErrors as unknown as Loose[];
};

const cluster = (change: object = {}, team = ours) => ({
  workspaceId: team.workspaceId,
  name: `c${randomUUID().slice(0, 8)}x`,
  vmSize: 'Standard_DS3_v2',
  scale: { maxNodeCount: 4 },
  ...change,
});

const accepted = 'operation { id } warnings { code message } userErrors { code field message }';
const create = (change: object = {}, team = ours): Promise<Loose> =>
  ask('createComputeCluster', cluster(change, team), team.operatorKey, accepted);

async function plan(change: object): Promise<Loose> {
  const answer = `plan { id applicable refusals { code message }
    policyFindings { effect message field policy { id name version } } } userErrors { code message }`;
  const made = await ask('plan', { change }, ours.operatorKey, answer);
  expect(made['userErrors']).toEqual([]);
  return made['plan']!;
}

describe('a policy', () => {
  it('denies what its condition applies to, says what it says, and nothing is made', async () => {
    const { name } = await given({});
    const { operation, userErrors } = await create();
    expect(operation).toBeNull();
    expect(userErrors).toEqual([
      {
        code: 'POLICY_DENIED',
        field: null,
        message: `Policy '${name}': No public addresses here.`,
      },
    ]);
    expect((await create({ enableNodePublicIp: false }))['userErrors']).toEqual([]);
  });

  it('warns, and the mutation goes on', async () => {
    const { name } = await given({ effect: 'WARN' });
    const { operation, warnings } = await create();
    expect(operation!['id']).toBeTruthy();
    expect(warnings).toContainEqual({
      code: 'POLICY_WARNING',
      message: `Policy '${name}': No public addresses here.`,
    });
  });

  it('of a team is about its requests alone', async () => {
    await given({ teamId: theirs.teamId });
    expect((await create())['userErrors']).toEqual([]);
    expect((await create({}, theirs))['userErrors']).toMatchObject([{ code: 'POLICY_DENIED' }]);
  });

  it('is about its verbs alone, and about all where it names none', async () => {
    await given({ verbs: ['createComputeInstance'] });
    expect((await create())['userErrors']).toEqual([]);
    await given({ verbs: [], condition: 'verb == "createComputeCluster"' });
    expect((await create())['userErrors']).toMatchObject([{ code: 'POLICY_DENIED' }]);
  });

  it('reads sizes in any case, numbers as numbers, the region that comes of it, the team and who asks', async () => {
    const condition = `input.vmSize == "STANDARD_ds3_V2" && input.scale.maxNodeCount * 1.5 == 6
      && after.location == "eastus" && !has(input.location) && team.name == "ours" && actor.kind == "BOT"
      && "OPERATOR" in actor.roles && actor.channel == "graphql" && workspace.name.startsWith("ws")
      && changes.exists(c, c.path == "scale.maxNodeCount" && c.after == 4) && !has(before.vmSize)
      && now > timestamp("2020-01-01T00:00:00Z")`;
    await given({ condition });
    expect((await create())['userErrors']).toMatchObject([{ code: 'POLICY_DENIED' }]);
  });

  it('compares what stands with what is asked for', async () => {
    const { operation } = await create({ scale: { maxNodeCount: 2 } });
    const { rows } = await api.database.pool.query<{ id: string }>(
      `UPDATE resource r SET provisioning_state = 'SUCCEEDED' FROM operation o WHERE o.id = $1 AND r.id = o.target_id
        RETURNING r.id`,
      [rowIdOf(operation!['id']!)],
    );
    await api.database.pool.query(
      `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now()`,
    );
    await given({
      verbs: ['updateComputeCluster'],
      condition: 'after.scale.maxNodeCount > before.scale.maxNodeCount * 2',
    });
    const computeId = Buffer.from(`ComputeCluster:${rows[0]!.id}`).toString('base64url');
    const scaleTo = (maxNodeCount: number) =>
      ask(
        'updateComputeCluster',
        { computeId, scale: { maxNodeCount } },
        ours.operatorKey,
        accepted,
      );
    expect((await scaleTo(5))['userErrors']).toMatchObject([{ code: 'POLICY_DENIED' }]);
    expect((await scaleTo(4))['userErrors']).toEqual([]);
  });

  it('that errs denies, whatever its effect, and says which and why', async () => {
    const { name } = await given({
      effect: 'WARN',
      condition: 'input.subnetId.startsWith("/subscriptions")',
    });
    const { userErrors } = await create();
    expect(userErrors).toMatchObject([
      {
        code: 'POLICY_DENIED',
        message: `Policy '${name}': It cannot be evaluated, and denies. No such key: subnetId`,
      },
    ]);
  });

  it('that does not compile any more denies, and says why', async () => {
    const { id, name } = await given({});
    await api.database.pool.query(`UPDATE policy SET condition = 'input.wasThere' WHERE id = $1`, [
      rowIdOf(id!),
    ]);
    await api.database.pool.query(`UPDATE policy_revision SET revision = revision + 1`);
    const [refusal] = (await create())['userErrors'] as unknown as Loose[];
    expect(refusal!['message']).toContain(`Policy '${name}': It cannot be evaluated, and denies.`);
    expect(refusal!['message']).toContain('input.wasThere, which there is not');
  });

  it('counts at once when it is changed, switched off or deleted', async () => {
    const { id } = await given({});
    await ask('updatePolicy', { id, enabled: false });
    expect((await create())['userErrors']).toEqual([]);
    await ask('updatePolicy', { id, enabled: true, message: 'Still none.' });
    const [refusal] = (await create())['userErrors'] as unknown as Loose[];
    expect(refusal!['message']).toContain('Still none.');
    await ask('deletePolicy', { id }, api.adminKey, 'deletedPolicyId userErrors { code }');
    expect((await create())['userErrors']).toEqual([]);
  });

  it('is shown in a plan as it was, with what it refuses', async () => {
    const { id, name } = await given({});
    const planned = await plan({ createComputeCluster: cluster() });
    expect(planned).toMatchObject({
      applicable: false,
      refusals: [{ code: 'POLICY_DENIED' }],
      policyFindings: [
        {
          effect: 'DENY',
          message: 'No public addresses here.',
          field: null,
          policy: { id, name, version: 1 },
        },
      ],
    });
  });

  it('that says otherwise by now makes a plan stale', async () => {
    const { id, name } = await given({ effect: 'WARN' });
    const { id: planId } = await plan({ createComputeCluster: cluster() });
    await ask('updatePolicy', { id, description: 'For all.' });
    const { userErrors } = await ask('applyPlan', { planId }, ours.operatorKey, accepted);
    expect(userErrors).toMatchObject([{ code: 'PLAN_STALE' }]);
    expect((userErrors as unknown as Loose[])[0]!['message']).toContain(`the policy '${name}'`);
  });

  it('stands in the audit row of what it let through, and of its own changes', async () => {
    const { id } = await given({ effect: 'WARN' });
    const { operation } = await create();
    await ask('updatePolicy', { id, enabled: false });
    const { rows } = await api.database.pool.query<{ action: string; after: Loose; before: Loose }>(
      `SELECT action, before, after FROM audit_event WHERE target_id = $1
        OR operation_id = $2 ORDER BY id`,
      [rowIdOf(id!), rowIdOf(operation!['id']!)],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'policy.created',
      'compute_cluster.create.accepted',
      'policy.updated',
    ]);
    expect(rows[1]!.after['policyFindings']).toMatchObject([{ version: 1, effect: 'WARN' }]);
    expect([rows[2]!.before['enabled'], rows[2]!.after['enabled']]).toEqual([true, false]);
  });
});

describe('a policy that sets defaults', () => {
  const setting = (defaults: object, more: object = {}) =>
    given({ effect: 'SET_DEFAULT', condition: 'true', defaults, ...more });

  async function desiredOf({ operation, userErrors }: Loose): Promise<Loose> {
    expect(userErrors).toEqual([]);
    const { rows } = await api.database.pool.query<{ desired: Loose; tags: Loose }>(
      `SELECT r.desired, (SELECT jsonb_object_agg(c.key, c.value || ' ' || c.source) FROM cost_tag c
        WHERE c.resource_id = r.id) AS tags FROM operation o JOIN resource r ON r.id = o.target_id WHERE o.id = $1`,
      [rowIdOf(operation!['id']!)],
    );
    const [row] = rows;
    return at({ ...(row!.desired as object), tags: row!.tags });
  }

  it('sets what a request leaves out, and nothing else', async () => {
    await setting({
      enableNodePublicIp: false,
      description: 'by the house',
      scale: { minNodeCount: 1, nodeIdleTimeBeforeScaleDown: 'PT10M' },
    });
    expect(await desiredOf(await create())).toMatchObject({
      enableNodePublicIp: false,
      description: 'by the house',
      scale: { minNodeCount: 1, maxNodeCount: 4, nodeIdleTimeBeforeScaleDown: 'PT10M' },
    });
    const own = {
      enableNodePublicIp: true,
      description: 'own',
      scale: { minNodeCount: 0, maxNodeCount: 2 },
    };
    expect(await desiredOf(await create(own))).toMatchObject({
      enableNodePublicIp: true,
      description: 'own',
      scale: { minNodeCount: 0, maxNodeCount: 2, nodeIdleTimeBeforeScaleDown: 'PT10M' },
    });
  });

  it('does so of what is written in the document itself, and over REST', async () => {
    await setting({ enableNodePublicIp: false });
    const { name, workspaceId } = cluster();
    const { data } = await api.graphql(
      ours.operatorKey,
      `mutation { createComputeCluster(input: { workspaceId: "${workspaceId}", name: "${name}", vmSize: "Standard_DS3_v2",
        scale: { maxNodeCount: 1 } }) { ${accepted} } }`,
    );
    expect(await desiredOf(at(data)['createComputeCluster']!)).toMatchObject({
      enableNodePublicIp: false,
    });
    const { workspaceId: _, ...body } = cluster();
    const answer = await rest(
      api,
      ours.operatorKey,
      `/workspaces/${workspaceId}/compute-clusters`,
      {
        method: 'POST',
        body,
      },
    );
    expect(await desiredOf(at({ ...(answer.body as object), userErrors: [] }))).toMatchObject({
      enableNodePublicIp: false,
    });
  });

  it('sets cost tags by their keys, over those of the team, and says where they are from', async () => {
    await setting({
      costTags: [
        { key: 'owner', value: 'house' },
        { key: 'plan', value: 'x' },
      ],
    });
    const { tags } = await desiredOf(await create({ costTags: [{ key: 'Plan', value: 'mine' }] }));
    expect(tags).toMatchObject({ owner: 'house POLICY', Plan: 'mine REQUEST' });
  });

  it('reads what the request says, of its team alone', async () => {
    await setting(
      { description: 'no subnet' },
      { condition: '!has(input.subnetId) && team.name == "ours"' },
    );
    expect(await desiredOf(await create())).toMatchObject({ description: 'no subnet' });
    expect(await desiredOf(await create({}, theirs))).toMatchObject({ description: null });
  });

  it('is followed by the rules for what is asked for, and by other policies', async () => {
    await setting({ enableNodePublicIp: false });
    await given({ condition: '!after.enableNodePublicIp', message: 'Public addresses only.' });
    expect((await create())['userErrors']).toMatchObject([{ code: 'POLICY_DENIED' }]);
  });

  it('stands in the plan with its field, which is applied as it was shown', async () => {
    const { id, name } = await setting({ enableNodePublicIp: false });
    const planned = await plan({ createComputeCluster: cluster() });
    expect(planned).toMatchObject({
      applicable: true,
      policyFindings: [
        { effect: 'SET_DEFAULT', field: ['input', 'enableNodePublicIp'], policy: { id, name } },
      ],
    });
    const done = await ask('applyPlan', { planId: planned['id'] }, ours.operatorKey, accepted);
    expect(await desiredOf(done)).toMatchObject({ enableNodePublicIp: false });
    const { id: planId } = await plan({ createComputeCluster: cluster() });
    await ask('updatePolicy', { id, enabled: false });
    const late = await ask('applyPlan', { planId }, ours.operatorKey, accepted);
    expect(late['userErrors']).toMatchObject([{ code: 'PLAN_STALE' }]);
  });

  it('that another process has made counts at once', async () => {
    expect(await desiredOf(await create())).toMatchObject({ description: null });
    await api.database.pool.query(
      `WITH raised AS (UPDATE policy_revision SET revision = revision + 1)
       INSERT INTO policy (name, verbs, condition, effect, message, defaults, created_by_id)
       SELECT 'elsewhere', '{createComputeCluster}', 'true', 'SET_DEFAULT', 'x', '{"description": "elsewhere"}', id
       FROM principal LIMIT 1`,
    );
    expect(await desiredOf(await create())).toMatchObject({ description: 'elsewhere' });
  });

  it('leaves an idempotency key what it stood for', async () => {
    const input = { ...cluster(), idempotencyKey: randomUUID() };
    const first = await ask('createComputeCluster', input, ours.operatorKey, accepted);
    await setting({ description: 'later' });
    const again = await ask('createComputeCluster', input, ours.operatorKey, accepted);
    expect(again).toMatchObject({ operation: first['operation'], userErrors: [] });
  });

  it('that errs denies', async () => {
    await setting({ description: 'x' }, { condition: 'input.subnetId == ""' });
    const [refusal] = (await create())['userErrors'] as unknown as Loose[];
    expect(refusal).toMatchObject({ code: 'POLICY_DENIED' });
    expect(refusal!['message']).toContain('No such key: subnetId');
  });
});

describe('a policy that is tried', () => {
  const tried = `test { tested matched erred matches { verb targetName effect message at plan { id } requestedBy { displayName } } }
    userErrors { code field message }`;
  const tryOut = async (input: object, key = api.adminKey): Promise<Loose> => {
    const { test, userErrors } = await ask('testPolicy', input, key, tried);
    expect(userErrors).toEqual([]);
    return test!;
  };

  it('says of how many requests of the last days it would have said what, and of which', async () => {
    await api.database.pool.query('DELETE FROM plan');
    const wide = cluster({ scale: { maxNodeCount: 9 } });
    const { id: planId } = await plan({ createComputeCluster: wide });
    await plan({ createComputeCluster: cluster({ subnetId: null }) });
    const rule = { verbs: ['createComputeCluster'], condition: 'after.scale.maxNodeCount > 8' };
    expect(await tryOut(rule)).toMatchObject({
      tested: 2,
      matched: 1,
      erred: 0,
      matches: [
        {
          verb: 'createComputeCluster',
          targetName: wide.name,
          plan: { id: planId },
          requestedBy: { displayName: 'operator-ours' },
        },
      ],
    });
    const erring = { ...rule, condition: 'input.subnetId == "x"' };
    expect(await tryOut(erring)).toMatchObject({ tested: 2, matched: 0, erred: 2 });
    expect(await tryOut({ ...rule, teamId: theirs.teamId })).toMatchObject({ tested: 0 });
    const { id } = await given({ ...rule, enabled: false });
    expect(await tryOut({ id })).toMatchObject({ matched: 1, matches: [{ effect: 'DENY' }] });
    await api.database.pool.query(`UPDATE plan SET created_at = now() - interval '8 days'`);
    expect(await tryOut({ id })).toMatchObject({ tested: 0 });
    expect(await tryOut({ id, days: 9 })).toMatchObject({ tested: 2 });
  });

  it('says it of one request, which is neither made nor kept', async () => {
    await api.database.pool.query('DELETE FROM plan');
    const input = cluster();
    const of = { condition: 'after.location == "eastus" && after.vmSize == "STANDARD_DS3_V2"' };
    const test = await tryOut({ ...of, request: { verb: 'createComputeCluster', input } });
    expect(test).toMatchObject({
      tested: 1,
      matched: 1,
      matches: [{ targetName: input.name, plan: null }],
    });
    const { rows } = await api.database.pool.query(
      'SELECT (SELECT count(*)::integer FROM plan) AS plans, (SELECT count(*)::integer FROM resource WHERE name = $1) AS made',
      [input.name],
    );
    expect(rows).toEqual([{ plans: 0, made: 0 }]);
    const wrong = {
      ...of,
      request: { verb: 'createComputeCluster', input: { ...input, vmSize: 3 } },
    };
    const { userErrors } = await ask('testPolicy', wrong, api.adminKey, tried);
    expect(userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'request', 'input', 'vmSize'] },
    ]);
    const elsewhere = { ...of, verbs: ['deleteCompute'], condition: 'true' };
    const other = { ...elsewhere, request: { verb: 'createComputeCluster', input } };
    expect((await ask('testPolicy', other, api.adminKey, tried))['userErrors']).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'request', 'verb'] },
    ]);
  });

  it('is tried by those alone who may make it', async () => {
    const rule = { condition: 'true', teamId: ours.teamId };
    expect(await tryOut(rule, adminKey)).toMatchObject({ erred: 0 });
    for (const [input, key] of [
      [rule, ours.operatorKey],
      [{ condition: 'true' }, adminKey],
    ] as const)
      expect((await ask('testPolicy', input, key, tried))['userErrors']).toMatchObject([
        { code: 'FORBIDDEN' },
      ]);
  });
});

describe('who may', () => {
  it("make and change a team's policies are its admins, and the platform's only the platform's", async () => {
    const { id } = await given({ teamId: ours.teamId }, adminKey);
    const forbidden = [{ code: 'FORBIDDEN' }];
    expect(await refused({}, adminKey)).toMatchObject(forbidden);
    expect(await refused({ teamId: ours.teamId }, ours.operatorKey)).toMatchObject(forbidden);
    expect(await refused({ teamId: theirs.teamId }, adminKey)).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    const byOthers = await ask('updatePolicy', { id, enabled: false }, theirs.operatorKey);
    expect(byOthers['userErrors']).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it("see them are those of the team; the platform's all", async () => {
    const { id: own } = await given({ teamId: ours.teamId });
    const { id: all } = await given({});
    const seen = async (key: string, asked = '') => {
      const { data } = await api.graphql(key, `{ policies(first: 10 ${asked}) { nodes { id } } }`);
      return (at(data)['policies']!['nodes'] as unknown as Loose[]).map(({ id }) => id);
    };
    expect(await seen(ours.operatorKey)).toEqual([all, own]);
    expect(await seen(theirs.operatorKey)).toEqual([all]);
    expect(await seen(ours.operatorKey, `teamId: "${ours.teamId}"`)).toEqual([own]);
    expect(await seen(theirs.operatorKey, `teamId: "${ours.teamId}"`)).toEqual([]);
  });
});

describe('what is refused when a policy is made', () => {
  it.each([
    [{ verbs: ['createCluster'] }, 'verbs', "names 'createCluster'"],
    [{ verbs: ['createTeam'] }, 'verbs', "names 'createTeam'"],
    [{ condition: 'inputs.vmSize == ""' }, 'condition', 'Unknown variable: inputs'],
    [
      { condition: 'input.publicIp' },
      'condition',
      'reads input.publicIp, which there is not; there are',
    ],
    [{ condition: 'has(input.scale.max)' }, 'condition', 'reads input.scale.max'],
    [{ condition: 'input.vmSize' }, 'condition', 'must come to true or false'],
    [{ condition: 'input.vmSize == 3' }, 'condition', 'no such overload: string == int'],
    [{ condition: 'input.vmSize ==' }, 'condition', 'is no CEL at character'],
    [{ approval: { required: 2 } }, 'approval', 'goes with the effect REQUIRE_APPROVAL'],
    [{ defaults: { description: 'x' } }, 'defaults', 'goes with the effect SET_DEFAULT'],
    [{ effect: 'SET_DEFAULT' }, 'defaults', 'must name a field'],
    [
      {
        effect: 'SET_DEFAULT',
        verbs: ['installArcExtension'],
        condition: 'true',
        defaults: { protectedSettings: [] },
      },
      'defaults.protectedSettings',
      'is for secrets',
    ],
    [
      { effect: 'SET_DEFAULT', condition: 'true', defaults: { publicIp: false } },
      'defaults.publicIp',
      'is no field of',
    ],
    [
      { effect: 'SET_DEFAULT', condition: 'true', defaults: { name: 'x' } },
      'defaults.name',
      'has no default',
    ],
    [
      { effect: 'SET_DEFAULT', condition: 'true', defaults: { vmSize: 'x' } },
      'defaults.vmSize',
      'never left out',
    ],
    [
      { effect: 'SET_DEFAULT', condition: 'true', defaults: { isolatedNetwork: 'no' } },
      'defaults.isolatedNetwork',
      'expected boolean',
    ],
    [
      {
        effect: 'SET_DEFAULT',
        condition: 'after.vmSize == ""',
        defaults: { isolatedNetwork: true },
      },
      'condition',
      'Unknown variable: after',
    ],
  ])('%j', async (input, field, message) => {
    const [refusal] = await refused(input);
    expect(refusal).toMatchObject({ code: 'POLICY_INVALID' });
    expect((refusal!['field'] as unknown as string[]).join('.')).toBe(`input.${field}`);
    expect(refusal!['message']).toContain(message);
  });

  it('is a name that another has in the team, and an etag that is old', async () => {
    const { id, name } = await given({});
    expect(await refused({ name: String(name).toUpperCase() })).toMatchObject([
      { code: 'ALREADY_EXISTS', field: ['input', 'name'] },
    ]);
    expect(await refused({ name, teamId: ours.teamId })).toEqual([]);
    const stale = await ask('updatePolicy', { id, enabled: false, ifMatch: '7' });
    expect(stale['userErrors']).toMatchObject([{ code: 'ETAG_MISMATCH' }]);
  });

  it('is told over REST by status and place', async () => {
    const body = { ...denial, name: 'x', condition: 'input.nope' };
    const answer = await rest(api, api.adminKey, '/policies', { method: 'POST', body });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'POLICY_INVALID', pointer: '/condition' }] },
    });
  });
});
