import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  attachKubernetesCompute,
  reattachKubernetesCompute,
} from '#libs/kinds/kubernetes-computes';
import { computeArmId } from '#libs/kernel';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import {
  kubernetesScene,
  refusalsOf,
  type KubernetesScene,
} from '../../support/kubernetes-scene.js';

let database: TestDatabase;
let scene: KubernetesScene;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  scene = await kubernetesScene(database.pool);
  await scene.install();
});

const apiVersion = 'amlarc.azureml.com/v1alpha1';
const resources = {
  limits: { cpu: '1', 'nvidia.com/gpu': 1, memory: '2Gi' },
  requests: { cpu: '700m', memory: '1500Mi' },
};
const gpu = {
  apiVersion,
  kind: 'InstanceType',
  metadata: { name: 'gpu-one' },
  spec: {
    nodeSelector: { 'my.org/label': 'value' },
    resources,
  },
};
const small = {
  metadata: { name: 'cpusmall' },
  spec: {
    resources: {
      requests: { cpu: '100m', memory: '100Mi' },
      limits: { cpu: '1', 'nvidia.com/gpu': 0, memory: '1Gi' },
    },
  },
};
const usual = { ...small, metadata: { name: 'defaultinstancetype' } };
const list = { apiVersion, kind: 'InstanceTypeList', items: [small, usual] };

const attach = (configuration: object, more: object = {}) => ({
  ...scene.attachment,
  configuration,
  ...more,
});
const sent = async () => {
  const body = await scene.arm.get(computeArmId(scene.given.workspaceArmId, 'arc-one'));
  return (body as { properties: { properties: object } }).properties.properties;
};
const gpuBody = {
  nodeSelector: { 'my.org/label': 'value' },
  resources: {
    requests: { cpu: '700m', memory: '1500Mi' },
    limits: { cpu: '1', memory: '2Gi', 'nvidia.com/gpu': '1' },
  },
};

describe('the documents that the extension reads are taken as they are', () => {
  it('an InstanceType, with namespace and default beside it', async () => {
    const asked = attach(gpu, { namespace: 'jobs', defaultInstanceType: 'gpu-one' });
    expect(await scene.perform(attachKubernetesCompute, asked)).toMatchObject({
      status: 'SUCCEEDED',
    });
    expect(await sent()).toMatchObject({
      namespace: 'jobs',
      defaultInstanceType: 'gpu-one',
      instanceTypes: { 'gpu-one': gpuBody },
    });
  });

  it('an InstanceTypeList, whose defaultinstancetype is the default', async () => {
    await scene.perform(attachKubernetesCompute, attach(list));
    expect(await sent()).toMatchObject({
      defaultInstanceType: 'defaultinstancetype',
      instanceTypes: {
        cpusmall: { resources: { limits: { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': '0' } } },
        defaultinstancetype: {},
      },
    });
  });

  it('what kubectl answers, with all that it adds', async () => {
    const { resourceId } = await scene.perform(attachKubernetesCompute, attach(list));
    const metadata = { ...gpu.metadata, uid: 'u', creationTimestamp: '2026-01-01T00:00:00Z' };
    const answered = { apiVersion: 'v1', kind: 'List', items: [{ ...gpu, metadata, status: {} }] };
    const changed = await scene.perform(reattachKubernetesCompute, {
      computeId: resourceId,
      configuration: answered,
      defaultInstanceType: 'gpu-one',
    });
    expect(changed).toMatchObject({ status: 'SUCCEEDED' });
    expect(await sent()).toMatchObject({ instanceTypes: { 'gpu-one': gpuBody } });
  });
});

describe('a document is refused at its own field', () => {
  const changed = (spec: object) => ({ ...gpu, spec: { ...gpu.spec, ...spec } });
  const withResources = (change: object) => changed({ resources: { ...resources, ...change } });
  const first = (item: object) => ({ ...list, items: [item, usual] });

  it.each<[string, object, string[]]>([
    ['of another version', { ...gpu, apiVersion: 'amlarc.azureml.com/v1' }, ['apiVersion']],
    ['of no version', { ...gpu, apiVersion: undefined }, ['apiVersion']],
    ['of another kind', { ...gpu, kind: 'Pod' }, ['kind']],
    ['of no kind', { ...gpu, kind: undefined }, ['kind']],
    ['of a kind that objects have', { ...gpu, kind: 'constructor' }, ['kind']],
    ['without a name', { ...gpu, metadata: {} }, ['metadata', 'name']],
    ['with a name that is none', { ...gpu, metadata: { name: 'a b' } }, ['metadata', 'name']],
    ['without resources', { ...gpu, spec: {} }, ['spec', 'resources']],
    [
      'without cpu in requests',
      withResources({ requests: { memory: '1Gi' } }),
      ['spec', 'resources', 'requests', 'cpu'],
    ],
    [
      'without memory in limits',
      withResources({ limits: { cpu: 1, memory: null } }),
      ['spec', 'resources', 'limits', 'memory'],
    ],
    [
      'with no cpu at all',
      withResources({ requests: { cpu: 0, memory: '1Gi' } }),
      ['spec', 'resources', 'requests', 'cpu'],
    ],
    [
      'with GPUs in requests',
      withResources({ requests: { ...resources.requests, 'nvidia.com/gpu': 1 } }),
      ['spec', 'resources', 'requests', 'nvidia.com/gpu'],
    ],
    [
      'with half a GPU',
      withResources({ limits: { ...resources.limits, 'nvidia.com/gpu': '500m' } }),
      ['spec', 'resources', 'limits', 'nvidia.com/gpu'],
    ],
    [
      'with GPUs of another maker',
      withResources({ limits: { ...resources.limits, 'amd.com/gpu': 1 } }),
      ['spec', 'resources', 'limits', 'amd.com/gpu'],
    ],
    [
      'with a request above its limit',
      withResources({ requests: { cpu: '2', memory: '1Gi' } }),
      ['spec', 'resources', 'requests', 'cpu'],
    ],
    [
      'with a selector that is no label',
      changed({ nodeSelector: { 'a b': 'c' } }),
      ['spec', 'nodeSelector', 'a b'],
    ],
    ['with a field of no use', changed({ tolerations: [] }), ['spec', 'tolerations']],
    ['as a list of nothing', { ...list, items: [] }, ['items']],
    ['as a list with another kind in it', first({ ...gpu, kind: 'Pod' }), ['items', '0', 'kind']],
    ['as a list that names one twice', first(usual), ['items', '1', 'metadata', 'name']],
    [
      'as a list with one that is short of memory',
      first({ ...small, spec: { resources: { ...small.spec.resources, limits: { cpu: '1' } } } }),
      ['items', '0', 'spec', 'resources', 'limits', 'memory'],
    ],
  ])('%s', async (_, configuration, field) => {
    const more = 'items' in configuration ? {} : { defaultInstanceType: 'gpu-one' };
    const answer = await scene.ask(attachKubernetesCompute, attach(configuration, more));
    expect(refusalsOf(answer)).toContainEqual(['INVALID_INPUT', 'configuration', ...field]);
    expect(answer).toMatchObject({ ok: false });
  });

  it('and not beside instanceTypes, or without a default', async () => {
    const both = await scene.ask(attachKubernetesCompute, attach(list, { instanceTypes: [] }));
    expect(refusalsOf(both)).toEqual([['INVALID_INPUT', 'configuration']]);
    const none = await scene.ask(attachKubernetesCompute, attach(gpu));
    expect(refusalsOf(none)).toEqual([['INVALID_INPUT', 'defaultInstanceType']]);
  });
});
