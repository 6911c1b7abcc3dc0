import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '#libs/catalogue';
import { toolName } from '../../../apps/api/src/mcp/tool-name.js';
import { startAgent, type Agent, type Era, type Person } from '../../support/agent.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { apiKeyId, givenKey } from '../../support/gateway.js';
import { givenThings, type Scene } from '../api/given-things.js';
import { mutations } from '../api/role-matrix.js';

let api: ApiUnderTest;
let scene: Scene;
/** Clients that cannot be asked, of either protocol, and one that can. */
let old: Agent;
let plain: Agent;
let asking: Agent;
const open: Agent[] = [];
beforeAll(async () => {
  api = await startApi();
  scene = await givenThings(api);
  old = await agent('2025');
  plain = await agent();
  asking = await agent('2026', () => ({ action: 'accept', confirm: true }));
});
afterAll(async () => {
  for (const agent of open) await agent.close();
  await api.close();
});

async function agent(era: Era = '2026', person?: Person, key = api.adminKey): Promise<Agent> {
  const started = await startAgent(api.url, key, era, person);
  open.push(started);
  return started;
}

/** Everything that a call which is not confirmed must leave as it is. */
async function state(): Promise<unknown> {
  const { rows } = await api.database.pool.query(
    `SELECT (SELECT count(*) FROM audit_event) AS events, (SELECT count(*) FROM operation) AS operations,
      (SELECT md5(string_agg(r::text, '' ORDER BY r.id)) FROM resource r) AS rows,
      (SELECT count(*) FROM idempotency_record) AS records,
      (SELECT count(*) FROM api_key WHERE revoked_at IS NOT NULL) AS revoked`,
  );
  return rows[0];
}

const idOfNothing = (noun: string): string =>
  Buffer.from(
    `${noun === 'API key' ? 'ApiKey' : 'Operation'}:01a1fc7c-8a11-7030-948c-59f566fb3cf5`,
  ).toString('base64url');
/** Shared with nobody. */
const scope = '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/x';

const destructive = catalogue.filter((verb) => verb.destructive);

describe.each(destructive.map((verb) => [toolName(verb), verb] as const))('%s', (name, verb) => {
  const args = (): object => mutations[verb.name]!.input(scene.things);

  it('does nothing under another name, whoever the client is, and asks nobody', async () => {
    const before = await state();
    for (const one of [old, plain, asking]) {
      const { errors } = await one.call(name, { ...args(), confirmName: 'another' });
      expect(errors).toMatchObject([{ code: 'CONFIRMATION_MISMATCH', field: ['confirmName'] }]);
    }
    expect(asking.questions).toEqual([]);
    expect(await state()).toEqual(before);
  });

  it('does nothing without a name', async () => {
    const before = await state();
    const { confirmName: _, ...withoutName } = { confirmName: '', ...args() };
    const { errors } = await plain.call(name, withoutName);
    expect(errors).toContainEqual(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: ['confirmName'] }),
    );
    expect(await state()).toEqual(before);
  });

  it('of what is not there is NOT_FOUND', async () => {
    const target = verb.target === 'armId' ? scope : idOfNothing(verb.noun);
    const { errors } = await plain.call(name, {
      ...args(),
      [verb.target ?? '']: target,
      confirmName: 'x',
    });
    expect(errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

async function nameOfKey(label: string): Promise<{ id: string; confirmName: string }> {
  await givenKey(api, scene.things.teamId, 'VIEWER', label);
  return { id: await apiKeyId(api, label), confirmName: label };
}

describe('a person who can be asked', () => {
  it('is asked by name, once, and it is done', async () => {
    const one = await agent('2026', () => ({ action: 'accept', confirm: true }));
    const { isError } = await one.call('api_key_revoke', await nameOfKey('asked'));
    expect(isError).toBe(false);
    expect(one.questions).toEqual([expect.stringContaining('"asked"')]);
  });

  it.each([
    ['declines', { action: 'decline' }],
    ['closes the question', { action: 'cancel' }],
    ['accepts without saying yes', { action: 'accept', confirm: false }],
  ] as const)('who %s is asked once, and nothing is done', async (how, answer) => {
    const one = await agent('2026', () => answer);
    const args = await nameOfKey(`not-${how}`);
    const before = await state();
    const { errors } = await one.call('api_key_revoke', args);
    expect(errors).toMatchObject([{ code: 'CONFIRMATION_DECLINED' }]);
    expect(one.questions).toHaveLength(1);
    expect(await state()).toEqual(before);
  });

  it('is asked for a key that is named by its beginning too', async () => {
    const { id, confirmName } = await nameOfKey('by-prefix');
    const one = await agent('2026', () => ({ action: 'accept', confirm: true }));
    const { data } = await one.call('node_get', { id });
    const { prefix } = data;
    const wrong = await one.call('api_key_revoke', { prefix, confirmName: 'another' });
    expect(wrong.errors).toMatchObject([{ code: 'CONFIRMATION_MISMATCH' }]);
    expect((await one.call('api_key_revoke', { prefix, confirmName })).isError).toBe(false);
    expect(one.questions).toHaveLength(1);
  });

  it('is asked before a team may name a scope no longer, by the name of the scope', async () => {
    const share = { teamId: scene.things.teamId, armId: scope };
    await plain.call('scope_share', share);
    const one = await agent('2026', () => ({ action: 'accept', confirm: true }));
    const wrong = await one.call('scope_unshare', { ...share, confirmName: 'rg' });
    expect(wrong.errors).toMatchObject([{ code: 'CONFIRMATION_MISMATCH' }]);
    const done = await one.call('scope_unshare', { ...share, confirmName: 'x' });
    expect(done).toMatchObject({ isError: false, data: { team: { id: scene.things.teamId } } });
    expect(one.questions).toEqual([expect.stringContaining('scope_unshare is called for "x"')]);
    const again = await plain.call('scope_unshare', { ...share, confirmName: 'x' });
    expect(again.errors).toMatchObject([{ code: 'NOT_FOUND', field: ['armId'] }]);
  });

  it('is not asked about what only reads or makes', async () => {
    const one = await agent('2026', () => ({ action: 'decline' }));
    await one.call('viewer_get');
    expect(one.questions).toEqual([]);
  });

  it.each([
    ['somebody', 'roleGrantId', 'to-be-revoked'],
    ['a group, by its object id', 'groupGrantId', undefined],
  ] as const)('of a role gives the name of who has it: %s', async (_who, grant, displayName) => {
    const id = scene.things[grant];
    const { data } = await plain.call('node_get', { id });
    const confirmName = displayName ?? data.subject!.objectId;
    const one = await agent('2026', () => ({ action: 'accept', confirm: true }));
    expect((await one.call('role_revoke', { id, confirmName })).errors).toEqual([]);
    expect(one.questions).toEqual([expect.stringContaining(`"${confirmName}"`)]);
  });

  it('of a plan gives the mutation and the name of what it would change', async () => {
    const { planId } = scene.things;
    const one = await agent('2026', () => ({ action: 'accept', confirm: true }));
    const refused = await one.call('plan_apply', { planId, confirmName: 'planned' });
    expect(refused.errors).toMatchObject([{ code: 'CONFIRMATION_MISMATCH' }]);
    const confirmName = 'createComputeCluster planned';
    expect((await one.call('plan_apply', { planId, confirmName })).errors).toEqual([]);
    expect(one.questions).toEqual([expect.stringContaining(`"${confirmName}"`)]);
  });

  it('of an operation gives the name of what it changes', async () => {
    const { operationId: id } = scene.things;
    const one = await agent('2026', () => ({ action: 'accept', confirm: true }));
    const { data, errors } = await one.call('operation_cancel', { id, confirmName: 'new-one' });
    expect(errors).toEqual([]);
    expect(data.operation!.status).toBe('CANCELED');
  });
});

it.each(['2025', '2026'] as const)(
  'without anybody to ask, protocol of %s, the name is enough',
  async (era) => {
    const one = await agent(era);
    expect((await one.call('api_key_revoke', await nameOfKey(`alone-${era}`))).isError).toBe(false);
  },
);

describe('an answer to a question', () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'by-hand', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
  };
  async function send(args: object, more: object = {}, key = api.adminKey) {
    const response = await fetch(`${api.url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${key}`,
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'api_key_revoke',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'api_key_revoke', arguments: args, _meta: meta, ...more },
      }),
    });
    return (await response.json()) as {
      result?: { resultType?: string; requestState?: string; isError?: boolean };
      error?: { code: number; message: string };
    };
  }
  const yes = { inputResponses: { confirm: { action: 'accept', content: { confirm: true } } } };

  it('counts for the call that it was asked about, and for nothing else', async () => {
    const [one, other] = [await nameOfKey('this-one'), await nameOfKey('the-other')];
    const asked = await send(one);
    expect(asked.result?.resultType).toBe('input_required');
    const requestState = asked.result?.requestState;
    const before = await state();
    expect((await send(other, { ...yes, requestState })).result?.resultType).toBe('input_required');
    expect((await send(one, yes)).result?.resultType).toBe('input_required');
    expect((await send(one, { ...yes, requestState: `${requestState}x` })).error).toMatchObject({
      code: -32_602,
    });
    const others = await givenKey(api, null, 'ADMIN', 'another-admin');
    const between = await state();
    expect((await send(one, { ...yes, requestState }, others)).error).toMatchObject({
      code: -32_602,
    });
    expect(await state()).toEqual(between);
    expect(between).toMatchObject({ revoked: (before as { revoked: string }).revoked });
    const done = await send(one, { ...yes, requestState });
    expect(done.result?.isError ?? false).toBe(false);
    expect(await state()).not.toEqual(between);
  });
});
