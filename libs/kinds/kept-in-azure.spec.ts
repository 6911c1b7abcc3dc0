import { describe, expect, it } from 'vitest';
import { azureScene } from '../../test/support/azure-scene.js';
import { plainInstance } from '../../test/support/instance-row.js';
import { resourceForTests } from '../../test/support/run-kind.js';
import { computeArmId, isObject, parseExactly } from '../kernel/index.js';
import type { ArmBody } from '../operations/index.js';
import type { Resource } from '../resources/index.js';

const newer = parseExactly(
  '{"word":"FutureWord","none":null,"revision":9007199254740993,"list":[{"deep":[]}]}',
);

/** The body with a field that is newer than everybody at each of the paths; '' is the body itself. */
const salted = (body: ArmBody, paths: readonly string[]): ArmBody =>
  paths.reduce((rest, path) => put(rest, path === '' ? [] : path.split('.')), body);

function put(body: ArmBody, [name, ...below]: readonly string[]): ArmBody {
  if (name === undefined) return { ...body, newerThanAll: newer };
  const inner = body[name];
  if (Array.isArray(inner))
    return { ...body, [name]: inner.map((one: unknown) => put(isObject(one) ? one : {}, below)) };
  return { ...body, [name]: put(isObject(inner) ? inner : {}, below) };
}

/** ARM gives schedules new ids; the rest changes by itself, or by a change of tags. */
const passing = new Set(['tags', 'systemData', 'modifiedOn', 'apiVersion', 'id', 'errors']);

/** Without what passes; numbers with the digits that they are written with. */
const lasting = (body: ArmBody): unknown =>
  (JSON.parse as (text: string, reviver: Reviver) => unknown)(
    JSON.stringify(body),
    (name, value, { source }) =>
      passing.has(name) ? undefined : typeof value === 'number' ? `number ${source}` : value,
  );
type Reviver = (name: string, value: unknown, context: { source?: string }) => unknown;

describe('what stands in Azure with fields that are newer than Armature', () => {
  const scene = azureScene();

  const cluster = {
    location: 'eastus',
    identity: { type: 'SystemAssigned' },
    properties: {
      computeType: 'AmlCompute',
      properties: {
        vmSize: 'Standard_DS3_v2',
        scaleSettings: { maxNodeCount: 2 },
        userAccountCredentials: { adminUserName: 'them', adminUserSshPublicKey: 'ssh-rsa x' },
      },
    },
  };
  const instance = {
    location: 'eastus',
    identity: { type: 'SystemAssigned' },
    properties: {
      computeType: 'ComputeInstance',
      properties: {
        vmSize: 'Standard_DS11_v2',
        sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey: 'ssh-rsa x' },
        schedules: {
          computeStartStop: [
            {
              action: 'Stop',
              status: 'Enabled',
              triggerType: 'Cron',
              cron: { expression: '0 18 * * *', timeZone: 'UTC' },
            },
          ],
        },
      },
    },
  };
  const settings = 'properties.properties';
  const envelope = ['', 'properties', 'identity'];

  const compute = (kind: Resource['kind'], name: string, desired: unknown): Resource =>
    resourceForTests({
      kind,
      name,
      armId: computeArmId(scene.workspace.armId, name),
      desired,
      observed: {},
    });

  it.each([
    [
      'a resource group',
      'RESOURCE_GROUP_UPDATE',
      () => scene.group,
      { location: 'eastus' },
      ['', 'properties'],
    ],
    [
      'a workspace',
      'WORKSPACE_UPDATE',
      () => scene.workspace,
      { location: 'eastus', identity: { type: 'SystemAssigned' }, properties: {} },
      [...envelope, 'properties.managedNetwork'],
    ],
    [
      'a cluster',
      'COMPUTE_CLUSTER_UPDATE',
      () => scene.newCluster({}, 'later'),
      cluster,
      [...envelope, settings, `${settings}.scaleSettings`, `${settings}.userAccountCredentials`],
    ],
    [
      'an instance',
      'COMPUTE_INSTANCE_UPDATE',
      () => compute('COMPUTE_INSTANCE', 'later-box', plainInstance),
      instance,
      [
        ...envelope,
        settings,
        `${settings}.sshSettings`,
        `${settings}.schedules`,
        `${settings}.schedules.computeStartStop`,
        `${settings}.schedules.computeStartStop.cron`,
      ],
    ],
  ])('%s keeps them when its tags are changed', async (_what, operation, of, body, paths) => {
    const resource = of();
    const standing = await scene.azure.client.get(resource.armId);
    const { storageAccount, keyVault } = (standing?.['properties'] ?? {}) as ArmBody;
    const whole = {
      ...body,
      ...('properties' in body && {
        properties: { ...body.properties, ...(keyVault ? { storageAccount, keyVault } : {}) },
      }),
    };
    await scene.put(resource.armId, salted(whole, paths));
    const before = (await scene.azure.client.get(resource.armId))!;
    expect(JSON.stringify(before).split('9007199254740993')).toHaveLength(paths.length + 1);
    const input = { asked: ['costTags'], before: { costTags: [] } };
    const { error } = await scene.run(operation, resource, { input });
    expect(error).toBeUndefined();
    const after = (await scene.azure.client.get(resource.armId))!;
    expect(after['tags']).toMatchObject({ costCenter: '42' });
    expect(lasting(after)).toEqual(lasting(before));
  });
});
