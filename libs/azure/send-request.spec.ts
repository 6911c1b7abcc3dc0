import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ArmError } from '#libs/operations';
import {
  type ScriptedArm,
  openBudget,
  startScriptedArm,
  testToken,
} from '../../test/contract/support/scripted-arm.js';

const group = '/subscriptions/S-1/resourceGroups/g';

let arm: ScriptedArm;
beforeEach(async () => {
  arm = await startScriptedArm();
});
afterEach(() => arm.stop());

const failed = async (work: Promise<unknown>): Promise<ArmError> => {
  const cause: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(cause instanceof ArmError)) throw new Error(`no ArmError: ${String(cause)}`);
  return cause;
};

describe('an answer', () => {
  it('comes without the secrets that ARM may have left in it', async () => {
    const inner = {
      namespace: 'default',
      relayConnectionString: 'Endpoint=sb://x',
      instanceTypes: {},
    };
    arm.replies({ status: 200, body: { id: group, properties: { properties: inner } } });
    expect(await arm.client().get(group)).toEqual({
      apiVersion: '2024-07-01',
      id: group,
      properties: { properties: { namespace: 'default', instanceTypes: {} } },
    });
  });
});

describe('a 429', () => {
  it('quiets the subscription for as long as it asks', async () => {
    arm.replies({ status: 429, headers: { 'retry-after': '31' } });
    expect(await failed(arm.client().put(group, {}))).toMatchObject({ retryAfterSeconds: 31 });
    expect(arm.quieted).toEqual([['S-1', 31]]);
  });

  it('is read by its message where it has no header', async () => {
    const message =
      "Number of 'read' requests for subscription 's' actor 'a' exceeded. Please try again after '10' seconds.";
    arm.replies({
      status: 429,
      body: { error: { code: 'SubscriptionRequestsThrottled', message } },
    });
    expect(await failed(arm.client().get(group))).toMatchObject({ retryAfterSeconds: 10 });
  });

  it('about another operation quiets nobody', async () => {
    arm.replies({
      status: 429,
      headers: { 'retry-after': '4' },
      body: { error: { code: 'RetryableErrorDueToAnotherOperation', message: 'x' } },
    });
    expect(await failed(arm.client().put(group, {}))).toMatchObject({ retryAfterSeconds: 4 });
    expect(arm.quieted).toEqual([]);
  });
});

describe('the count of requests that Azure answers with', () => {
  const name = (rest: string) => `x-ms-ratelimit-remaining-${rest}`;
  const answers = async (headers: Record<string, string>, status = 200) => {
    arm.lowered.length = 0;
    arm.replies({ status, headers, body: { id: group } });
    await arm
      .client()
      .get(group)
      .catch(() => undefined);
    return arm.lowered;
  };

  it.each([
    ['subscription-reads', '40', 40],
    ['tenant-reads', '12', 12],
    ['subscription-global-reads', '7', 7],
    ['subscription-resource-requests', '0', 0],
  ])('%s: %s lowers ours, of 200', async (header, count, tokens) => {
    expect(await answers({ [name(header)]: count })).toEqual([['S-1', 'read', tokens]]);
  });

  it('counts by its least', async () => {
    const headers = {
      [name('subscription-reads')]: '190',
      [name('subscription-global-reads')]: '5',
    };
    expect(await answers(headers)).toEqual([['S-1', 'read', 5]]);
  });

  it('is heeded on a refusal too', async () => {
    expect(await answers({ [name('subscription-reads')]: '0' }, 429)).toEqual([['S-1', 'read', 0]]);
  });

  it.each([
    { [name('subscription-reads')]: '249' },
    { [name('subscription-reads')]: '180' },
    { [name('subscription-writes')]: '1' },
    { [name('subscription-reads')]: 'many' },
    { [name('subscription-resource-entities-read')]: '1' },
    {},
  ])('costs no statement where it is not clearly less: %o', async (headers) => {
    expect(await answers(headers)).toEqual([]);
  });
});

describe('no answer', () => {
  it('may have been accepted where the connection broke after the request', async () => {
    arm.replies((request) => request.socket.destroy());
    expect(await failed(arm.client().put(group, {}))).toMatchObject({
      kind: 'transient',
      maybeAccepted: true,
      error: { code: 'AzureAnswerLost' },
    });
  });

  it('may have been accepted where the answer broke off', async () => {
    arm.replies((request, response) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('{', () => request.socket.destroy());
    });
    expect(await failed(arm.client().put(group, {}))).toMatchObject({
      kind: 'transient',
      maybeAccepted: true,
    });
  });

  it('was not accepted where nobody listens', async () => {
    const gone = await startScriptedArm();
    await gone.stop();
    expect(await failed(gone.client().put(group, {}))).toMatchObject({
      kind: 'transient',
      maybeAccepted: false,
      error: { code: 'AzureUnreachable' },
    });
  });

  it('in time is transient and may have been accepted', async () => {
    arm.replies(() => undefined);
    expect(await failed(arm.client().put(group, {}, { timeoutMs: 50 }))).toMatchObject({
      kind: 'transient',
      maybeAccepted: true,
      error: { code: 'AzureTimeout' },
    });
  });

  it('in time counts the body too', async () => {
    arm.replies((_, response) => void response.writeHead(200).write('{'));
    expect((await failed(arm.client().get(group, { timeoutMs: 50 }))).error.code).toBe(
      'AzureTimeout',
    );
  });

  it('is awaited no longer once the caller calls it off', async () => {
    const caller = new AbortController();
    arm.replies(() => caller.abort());
    expect(await failed(arm.client().put(group, {}, { signal: caller.signal }))).toMatchObject({
      kind: 'aborted',
      maybeAccepted: true,
    });
  });

  it('for want of a token: nothing was sent', async () => {
    const getToken = vi.fn().mockRejectedValue(new Error('client_secret=hunter2 is wrong'));
    const error = await failed(arm.client({ credential: { getToken } }).put(group, {}));
    expect(error).toMatchObject({
      kind: 'transient',
      maybeAccepted: false,
      error: { code: 'AzureCredentialUnavailable' },
    });
    expect(JSON.stringify(error) + error.message + error.stack).not.toContain('hunter2');
    expect(arm.seen).toEqual([]);
  });

  it('for want of a token in time', async () => {
    const credential = { getToken: () => sleep(60_000, null, { ref: false }) };
    const error = await failed(arm.client({ credential }).put(group, {}, { timeoutMs: 50 }));
    expect(error).toMatchObject({ kind: 'transient', maybeAccepted: false });
  });
});

describe('the budget', () => {
  const grant = (granted: boolean, waitMs: number, quietForMs = 0) => ({
    ...openBudget().budget,
    take: async () => ({ granted, waitMs }),
    quietForMs: async () => quietForMs,
  });

  it('when spent sends nothing and says when to come again', async () => {
    const error = await failed(arm.client({ budget: grant(false, 2_500) }).put(group, {}));
    expect(error).toMatchObject({
      kind: 'throttled',
      retryAfterSeconds: 3,
      maybeAccepted: false,
      httpStatus: undefined,
    });
    expect(arm.seen).toEqual([]);
  });

  it('is waited for where a token comes soon', async () => {
    arm.replies({ status: 404 });
    await arm.client({ budget: grant(true, 20) }).get(group);
    expect(arm.seen).toHaveLength(1);
  });

  it('sends nothing where a 429 came while it waited', async () => {
    const error = await failed(arm.client({ budget: grant(true, 20, 9_000) }).get(group));
    expect(error).toMatchObject({ kind: 'throttled', retryAfterSeconds: 9 });
    expect(arm.seen).toEqual([]);
  });

  it('sends nothing where the count cannot be had', async () => {
    const budget = { ...openBudget().budget, take: () => Promise.reject(new Error('down')) };
    expect(await failed(arm.client({ budget }).get(group))).toMatchObject({
      kind: 'transient',
      error: { code: 'ArmBudgetUnavailable' },
    });
    expect(arm.seen).toEqual([]);
  });
});

it('keeps tokens, signatures and bodies out of errors and logs', async () => {
  const written: unknown[] = [];
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((...args) => void written.push(args)),
  );
  const stderr = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation((chunk) => written.push(chunk) > 0);
  const url = `${arm.endpoint}/poll?t=1&c=MIIcert&s=signature&h=hash`;
  const message = `GET ${url} failed, Authorization: Bearer ${testToken}`;
  arm.replies(
    { status: 400, body: { error: { code: 'Odd', message } } },
    { status: 500, body: { message } },
    (request) => request.socket.destroy(),
  );
  const client = arm.client();
  const errors = [
    await failed(client.put(group, { properties: { adminUserPassword: 'hunter2' } })),
    await client.poll({ style: 'location', url, armId: group, verb: 'PUT' }),
    await failed(client.put(group, { properties: { adminUserPassword: 'hunter2' } })),
  ];
  for (const spy of [...spies, stderr]) spy.mockRestore();
  const all = errors.map(
    (error) =>
      `${JSON.stringify(error)} ${error instanceof Error ? `${error.stack} ${String(error.cause)}` : ''}`,
  );
  expect(`${all.join()} ${JSON.stringify(written)}`).not.toMatch(
    /hunter2|MIIcert|signature|h=hash|eyJ/,
  );
});
