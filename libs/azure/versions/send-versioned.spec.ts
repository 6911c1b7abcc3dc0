import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { armOperations } from '#libs/arm-versions';
import { ArmError } from '#libs/operations';
import {
  type Reply,
  type ScriptedArm,
  startScriptedArm,
} from '../../../test/contract/support/scripted-arm.js';
import type { VersionFallback } from './served-versions.js';

const namespace = 'Microsoft.MachineLearningServices';
const workspace = (name: string) =>
  `/subscriptions/S-1/resourceGroups/g/providers/${namespace}/workspaces/${name}`;
const compute = `${workspace('ws')}/computes/box`;

let arm: ScriptedArm;
beforeEach(async () => {
  arm = await startScriptedArm();
});
afterEach(() => arm.stop());

const refusal = (code: string, message: string, status = 400): Reply => ({
  status,
  body: { error: { code, message } },
});
const noProvider = (served: string, version = '2025-12-01') =>
  refusal(
    'NoRegisteredProviderFound',
    `No registered resource provider found for location 'westus' and API version '${version}' for type 'workspaces/computes'. The supported api-versions are '${served}'. The supported locations are 'westus, eastus'.`,
  );
const found: Reply = { status: 200, body: { id: compute } };

const failed = async (work: Promise<unknown>): Promise<ArmError> => {
  const cause: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(cause instanceof ArmError)) throw new Error(`no ArmError: ${String(cause)}`);
  return cause;
};
const versionsSeen = () => arm.seen.map(({ url }) => /api-version=([^&]+)/.exec(url)?.[1]);

describe('a version that is not served', () => {
  it.each([
    ['by its provider', noProvider('2024-10-01, 2023-10-01')],
    [
      'as a type that is not found',
      refusal(
        'InvalidResourceType',
        `The resource type 'workspaces/computes' could not be found in the namespace '${namespace}' for api version '2025-12-01'. The supported api-versions are '2021-07-01,2024-10-01'.`,
        404,
      ),
    ],
    [
      'as an invalid version',
      refusal(
        'InvalidApiVersionParameter',
        "The api-version '2025-12-01' is invalid. The supported versions are '2024-10-01,2022-10-01'.",
      ),
    ],
    [
      'in capitals, inside a detail',
      {
        status: 400,
        body: {
          Error: {
            Code: 'BadRequest',
            Message: 'x',
            Details: [
              {
                Code: 'NoRegisteredProviderFound',
                Message: "The supported api-versions are '2024-10-01'.",
              },
            ],
          },
        },
      },
    ],
  ])('%s is followed by the next that is', async (_how, reply) => {
    arm.replies(reply, found);
    expect(await arm.client().get(compute)).toEqual({ id: compute, apiVersion: '2024-10-01' });
    expect(versionsSeen()).toEqual(['2025-12-01', '2024-10-01']);
  });

  it('is not asked for again there, and told once; elsewhere it is', async () => {
    const told: VersionFallback[] = [];
    const client = arm.client({ versions: { onFallback: (one) => void told.push(one) } });
    arm.replies(noProvider('2024-10-01'), found, found, found, found);
    await client.get(compute);
    await client.get(compute);
    await client.get(`${workspace('WS')}/computes/other`);
    await client.get(`${workspace('ws2')}/computes/box`);
    expect(versionsSeen()).toEqual([
      '2025-12-01',
      '2024-10-01',
      '2024-10-01',
      '2024-10-01',
      '2025-12-01',
    ]);
    expect(told).toEqual([
      {
        operation: 'computes/get',
        place: workspace('ws').toLowerCase(),
        notServed: '2025-12-01',
        instead: '2024-10-01',
        served: ['2024-10-01'],
      },
    ]);
  });

  it('is asked for again after ten minutes: what Azure serves may change', async () => {
    const client = arm.client();
    arm.replies(noProvider('2024-10-01'), found, found);
    await client.get(compute);
    const now = performance.now.bind(performance);
    onTestFinished(() => void vi.restoreAllMocks());
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 601_000);
    await client.get(compute);
    expect(versionsSeen()).toEqual(['2025-12-01', '2024-10-01', '2025-12-01']);
  });

  it.each(['UnsupportedApiVersion', 'InvalidApiVersion', 'ApiVersionNotSupported'])(
    'goes one by one where ARM lists none: %s',
    async (code) => {
      const silent = refusal(code, 'The api-version is not supported.');
      arm.replies(silent, silent, found);
      await arm.client().get(compute);
      expect(versionsSeen()).toEqual(armOperations['computes/get']);
    },
  );

  it('of a list, of a resource polled in place of an operation, and of a delete goes on likewise', async () => {
    const client = arm.client();
    const gone = { status: 404, body: { error: { code: 'ResourceNotFound', message: 'x' } } };
    const refused = noProvider('2024-10-01');
    arm.replies(refused, { status: 200, body: { value: [{ id: 'a' }] } }, refused, gone, refused);
    arm.replies(gone);
    expect(await client.list(`${workspace('ws')}/computes`)).toEqual({
      value: [{ id: 'a', apiVersion: '2024-10-01' }],
    });
    const handle = { style: 'resource', url: compute, armId: compute, verb: 'DELETE' } as const;
    expect(await client.poll(handle)).toMatchObject({ state: 'Succeeded', rawState: 'NotFound' });
    expect(await client.delete(compute, {})).toMatchObject({ rawState: 'NotFound' });
  });

  it('of a write is sent anew, with what that version has', async () => {
    const settings = { vmSize: 'x', idleTimeBeforeShutdown: 'PT30M', enableSSO: true };
    const body = { properties: { computeType: 'ComputeInstance', properties: settings } };
    arm.replies(noProvider('2024-10-01'), { status: 200, body: {} });
    await arm.client().put(compute, body);
    expect(arm.seen.map((one) => JSON.parse(one.body) as unknown)).toEqual([
      body,
      { properties: { computeType: 'ComputeInstance', properties: { vmSize: 'x' } } },
    ]);
  });

  it('leaves poll URLs alone', async () => {
    const url = `${arm.endpoint}/subscriptions/S-1/providers/x/operationsStatus/1?api-version=1999-01-01`;
    arm.replies(noProvider('2024-10-01', '1999-01-01'));
    const handle = { style: 'azure-async-operation', url, armId: compute, verb: 'PUT' } as const;
    expect(await arm.client().poll(handle)).toMatchObject({ state: 'Unreadable' });
    expect(versionsSeen()).toEqual(['1999-01-01']);
  });
});

describe('an action that a version has not got', () => {
  it.each([
    ['404 without a body', { status: 404 }],
    ['405', refusal('MethodNotAllowed', 'no such method', 405)],
  ])('is asked of the next by %s', async (_how, reply) => {
    arm.replies(reply, { status: 202 });
    await arm.client().post(compute, 'resize', { targetVMSize: 'x' });
    expect(versionsSeen()).toEqual(['2025-10-01-preview', '2024-10-01-preview']);
  });

  it('by an answer that may be about this compute alone is not remembered of others', async () => {
    const client = arm.client();
    arm.replies({ status: 404 }, { status: 404 }, { status: 404 }, { status: 202 });
    expect((await failed(client.post(compute, 'resize', {}))).error).toMatchObject({
      code: 'API_VERSION_NOT_SERVED',
      retry: 'NEVER',
    });
    await client.post(`${workspace('ws')}/computes/other`, 'resize', {});
    expect(versionsSeen().at(-1)).toBe('2025-10-01-preview');
  });

  it('says nothing about other operations on the same', async () => {
    const client = arm.client();
    arm.replies(noProvider('2023-08-01-preview', '2025-10-01-preview'), { status: 202 }, found);
    await client.post(compute, 'resize', {});
    await client.get(compute);
    expect(versionsSeen()).toEqual(['2025-10-01-preview', '2023-08-01-preview', '2025-12-01']);
  });

  it('is not taken for a compute that is not there', async () => {
    const missing = { status: 404, body: { error: { code: 'ResourceNotFound', message: 'x' } } };
    arm.replies(missing);
    expect((await failed(arm.client().post(compute, 'resize', {}))).error.code).toBe(
      'ResourceNotFound',
    );
    expect(arm.seen).toHaveLength(1);
  });
});

describe('where none is served', () => {
  it('it fails with what was wanted, what is served and the setting, at once from then on', async () => {
    const client = arm.client();
    arm.replies(noProvider('2019-05-01, 2020-01-01'));
    const error = await failed(client.get(compute));
    expect(error).toMatchObject({ kind: 'refused', maybeAccepted: false });
    expect(error.error).toMatchObject({
      code: 'API_VERSION_NOT_SERVED',
      retry: 'LATER',
      target: 'computes/get',
      details: [{ message: expect.stringContaining('The supported api-versions') as string }],
    });
    expect(error.error.message).toContain('2025-12-01, 2025-10-01-preview, 2024-10-01');
    expect(error.error.message).toContain('2019-05-01, 2020-01-01');
    expect(error.error.remedy).toContain('ARMATURE_AZURE_API_VERSIONS="computes/get=');
    expect((await failed(client.get(compute))).error.code).toBe('API_VERSION_NOT_SERVED');
    expect(arm.seen).toHaveLength(1);
  });

  it('a delete is not taken for done', async () => {
    const nowhere = refusal('InvalidResourceType', 'The resource type could not be found.', 404);
    arm.replies(nowhere, nowhere, nowhere);
    const error = await failed(arm.client().delete(compute, {}));
    expect(error.error).toMatchObject({ code: 'API_VERSION_NOT_SERVED', retry: 'NEVER' });
  });
});

describe('no refusal of the version', () => {
  it.each([
    ['a type that the region has not got', noProvider('2025-12-01, 2024-10-01')],
    ['a bad request', refusal('BadRequest', 'The supported api-versions are nice.')],
    ['a server that speaks of versions', { ...noProvider('2024-10-01'), status: 500 }],
  ])('is %s', async (_what, reply) => {
    arm.replies(reply);
    expect((await failed(arm.client().get(compute))).error.code).not.toBe('API_VERSION_NOT_SERVED');
    expect(arm.seen).toHaveLength(1);
  });
});

it('asks with the versions of the setting where it names the operation', async () => {
  const versions = { overrides: { 'computes/get': ['2026-05-01', '2023-10-01'] } };
  arm.replies(noProvider('2023-10-01, 2024-10-01', '2026-05-01'), found, found);
  const client = arm.client({ versions });
  await client.get(compute);
  await client.get(workspace('ws'));
  expect(versionsSeen()).toEqual(['2026-05-01', '2023-10-01', '2024-10-01']);
});
