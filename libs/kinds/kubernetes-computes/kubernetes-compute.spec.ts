import { describe, expect, it } from 'vitest';
import { noIdentity } from '../../resources/identity/identity.schema.js';
import { readInstanceTypes } from './instance-types/instance-type.body.js';
import { kubernetesBody, observeKubernetes } from './kubernetes-compute.body.js';
import { kubernetesSettings } from './kubernetes-compute.settings.js';
import { compareSettings } from '../../resources/settings/compare-settings.rules.js';
import { checkKubernetesCompute } from './kubernetes-compute.rules.js';
import type { InstanceType } from './instance-types/instance-type.schema.js';
import type { KubernetesDesired } from './kubernetes-compute.schema.js';

/** As Azure ML Studio takes it. */
const configuration = {
  gpu_instance: {
    nodeSelector: { accelerator: 'nvidia-tesla-k80' },
    resources: {
      requests: { cpu: '2', memory: '16Gi', 'nvidia.com/gpu': '1' },
      limits: { cpu: '2', memory: '16Gi', 'nvidia.com/gpu': '1' },
    },
  },
  big_cpu_sku: {
    nodeSelector: null,
    resources: { requests: { cpu: 4, memory: '16Gi' }, limits: { cpu: 4, memory: '16Gi' } },
  },
};
const [gpu, cpu] = readInstanceTypes(configuration) as [InstanceType, InstanceType];
const desired: KubernetesDesired = {
  clusterId: 'row',
  clusterArmId:
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Kubernetes/connectedClusters/arc',
  description: null,
  namespace: 'amlarc-testing',
  identity: noIdentity,
  defaultInstanceType: 'gpu_instance',
  instanceTypes: [gpu, cpu],
  kubeconfigReference: null,
};
const having = (type: Partial<InstanceType>): KubernetesDesired => ({
  ...desired,
  instanceTypes: [{ ...gpu, ...type }],
});

describe('a Kubernetes compute', () => {
  it('is taken as the studio writes it', () => {
    expect(checkKubernetesCompute(desired)).toEqual({ errors: [], warnings: [] });
    expect(cpu.limits).toEqual({ cpu: '4', memory: '16Gi', nvidiaGpu: null });
  });

  it.each<[string, KubernetesDesired, string[]]>([
    ['a namespace that is none', { ...desired, namespace: 'Default' }, ['namespace']],
    ['types without a default', { ...desired, defaultInstanceType: null }, ['defaultInstanceType']],
    [
      'a default that is no type',
      { ...desired, defaultInstanceType: 'x' },
      ['defaultInstanceType'],
    ],
    ['a default without types', { ...desired, instanceTypes: [] }, ['defaultInstanceType']],
    ['a name twice', { ...desired, instanceTypes: [gpu, gpu] }, ['instanceTypes', '1', 'name']],
    [
      'a request above its limit',
      having({ requests: { ...gpu.requests, cpu: '2001m' } }),
      ['instanceTypes', '0', 'requests', 'cpu'],
    ],
    [
      'an amount that is none',
      having({ limits: { ...gpu.limits, memory: '16GB' } }),
      ['instanceTypes', '0', 'limits', 'memory'],
    ],
    [
      'half a GPU',
      having({
        requests: { ...gpu.requests, nvidiaGpu: null },
        limits: { ...gpu.limits, nvidiaGpu: '500m' },
      }),
      ['instanceTypes', '0', 'limits', 'nvidiaGpu'],
    ],
    [
      'no memory at all',
      having({
        requests: { ...gpu.requests, memory: '0' },
      }),
      ['instanceTypes', '0', 'requests', 'memory'],
    ],
    [
      'a node label that is none',
      having({ nodeSelector: { 'a b': 'c' } }),
      ['instanceTypes', '0', 'nodeSelector', 'a b'],
    ],
    [
      'an identity twice over',
      { ...desired, identity: { type: 'NONE', userAssignedIdentityIds: ['/x'] } },
      ['identity', 'userAssignedIdentityIds'],
    ],
  ])('is refused for %s', (_, wanted, field) => {
    expect(checkKubernetesCompute(wanted).errors.map((error) => error.field)).toEqual([
      ['input', ...field],
    ]);
  });

  it('comes back from ARM as it was sent, and its connection strings do not come along', () => {
    const body = kubernetesBody(desired, 'eastus', {});
    const properties = body['properties'] as { properties: object };
    const answer = {
      ...body,
      properties: {
        ...properties,
        properties: { ...properties.properties, relayConnectionString: 'hush' },
      },
    };
    const found = observeKubernetes(answer);
    expect(JSON.stringify(found)).not.toContain('hush');
    expect(compareSettings(kubernetesSettings, desired, [], found)).toEqual([]);
    const other = { ...found, instanceTypes: [gpu], namespace: 'default' };
    expect(
      compareSettings(kubernetesSettings, desired, [], other).map(({ field }) => field),
    ).toEqual(['namespace', 'instanceTypes.big_cpu_sku']);
  });

  it('sends no instance types where Azure shall use its own', () => {
    const plain = { ...desired, defaultInstanceType: null, instanceTypes: [] };
    expect(kubernetesBody(plain, 'eastus', {})).toMatchObject({
      properties: { properties: { namespace: 'amlarc-testing' } },
    });
    expect(JSON.stringify(kubernetesBody(plain, 'eastus', {}))).not.toContain('nstanceType');
  });
});
