import { describe, expect, it } from 'vitest';
import { differingSettings } from '../../../resources/settings/compare-settings.rules.js';
import { observeExtension } from '../arc-extension.body.js';
import { extensionSettings } from '../arc-extension.settings.js';
import { desiredFromObserved } from '../found-extension.rules.js';
import { configurationSettings } from './extension-settings.rules.js';
import { readGivenSettings, type GivenSettings } from './given-setting.rules.js';
import { helmSetting, plainSetting } from './helm-setting.rules.js';

const read = (given: Partial<GivenSettings>) =>
  readGivenSettings({ settings: null, extraSettings: null, protectedSettings: null, ...given }, [
    'input',
  ]);
const extra = (extraSettings: Record<string, string>, settings: object = {}) =>
  read({ extraSettings, settings: settings as GivenSettings['settings'] });

describe('a name that helm reads', () => {
  it.each([
    ['nodeSelector.nvidia.com/gpu.present', 'nodeSelector.nvidia\\.com/gpu\\.present'],
    ['nodeSelector.nvidia\\.com/gpu\\.present', 'nodeSelector.nvidia\\.com/gpu\\.present'],
    ['nodeSelector.nvidia\\.com/gpu.present', 'nodeSelector.nvidia\\.com/gpu\\.present'],
    ['nodeSelector.pool', 'nodeSelector.pool'],
    ['global.nodeSelector.kubernetes.io/os', 'global.nodeSelector.kubernetes\\.io/os'],
    [
      'scoringFe.service.annotations.service.beta.kubernetes.io/azure-load-balancer-internal',
      'scoringFe.service.annotations.service\\.beta\\.kubernetes\\.io/azure-load-balancer-internal',
    ],
    [
      'prometheus.prometheusSpec.externalLabels.my.team',
      'prometheus.prometheusSpec.externalLabels.my\\.team',
    ],
    ['prometheus.prometheusSpec.replicas', 'prometheus.prometheusSpec.replicas'],
    ['scoringFe.namespace', 'scoringFe.namespace'],
  ])('%s is sent as %s, and shown without what was escaped', (name, sent) => {
    expect(helmSetting(name)).toBe(sent);
    expect(helmSetting(sent)).toBe(sent);
    expect(plainSetting(sent)).toBe(sent.replaceAll('\\', ''));
  });
});

describe('an old setting', () => {
  it.each<[Record<string, string>, object, object]>([
    [{ inferenceLoadBalancerHA: 'False' }, { inferenceRouterHA: false }, {}],
    [{ inferenceLoadbalancerHA: 'true' }, { inferenceRouterHA: true }, {}],
    [
      { privateEndpointILB: 'True' },
      { inferenceRouterServiceType: 'LOAD_BALANCER' },
      { internalLoadBalancerProvider: 'azure' },
    ],
    [{ privateEndpointILB: 'False' }, {}, {}],
    [{ privateEndpointNodeport: 'True' }, { inferenceRouterServiceType: 'NODE_PORT' }, {}],
    [{ 'scoringFe.serviceType.nodePort': 'true' }, { inferenceRouterServiceType: 'NODE_PORT' }, {}],
    [{ reuseExistingPromOp: 'True' }, { installPromOp: false }, {}],
    [{ 'volcanoScheduler.enable': 'false' }, { installVolcano: false }, {}],
  ])('%o is taken as %o with a warning', (given, settings, others) => {
    const found = extra(given);
    expect(found).toMatchObject({ settings, extraSettings: others });
    expect(Object.keys(found.extraSettings ?? {})).toEqual(Object.keys(others));
    expect(found.findings.errors).toEqual([]);
    expect(found.findings.warnings).toEqual([
      expect.objectContaining({
        code: 'OLD_SETTING_NAME',
        field: ['input', 'extraSettings', ...Object.keys(given)],
      }),
    ]);
  });

  it.each<[Record<string, string>, object, string]>([
    [
      { inferenceLoadBalancerHA: 'False' },
      { inferenceRouterHA: true },
      'than inferenceRouterHA beside it',
    ],
    [{ inferenceLoadBalancerHA: 'one' }, {}, "'one' is neither True nor False"],
    [
      { privateEndpointILB: 'True', privateEndpointNodeport: 'True' },
      {},
      'than inferenceRouterServiceType beside it',
    ],
    [
      { privateEndpointILB: 'True', internalLoadBalancerProvider: 'other' },
      {},
      'than internalLoadBalancerProvider beside it',
    ],
  ])('%o beside %o is refused', (given, settings, says) => {
    expect(extra(given, settings).findings.errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining(says) as string }),
    ]);
  });

  it('beside today’s name that says the same is taken once', () => {
    const found = extra({ inferenceLoadBalancerHA: 'False' }, { inferenceRouterHA: false });
    expect(found.findings.errors).toEqual([]);
    expect(found).toMatchObject({ settings: { inferenceRouterHA: false }, extraSettings: {} });
  });

  it('that Azure has is shown under today’s name, and never sent beside it', () => {
    const found = observeExtension({
      properties: {
        extensionType: 'Microsoft.AzureML.Kubernetes',
        configurationSettings: {
          enableTraining: 'True',
          inferenceLoadBalancerHA: 'False',
          privateEndpointILB: 'True',
          'nodeSelector.nvidia\\.com/gpu': 'yes',
        },
      },
    });
    const desired = desiredFromObserved(found);
    expect(desired).toMatchObject({
      settings: {
        inferenceRouterHA: false,
        inferenceRouterServiceType: 'LOAD_BALANCER',
        nodeSelector: { 'nvidia.com/gpu': 'yes' },
      },
      extraSettings: { internalLoadBalancerProvider: 'azure' },
    });
    expect(configurationSettings(desired)).toMatchObject({
      inferenceRouterHA: 'False',
      inferenceRouterServiceType: 'loadBalancer',
      'nodeSelector.nvidia\\.com/gpu': 'yes',
    });
    expect(configurationSettings(desired)).not.toHaveProperty('inferenceLoadBalancerHA');
    expect(differingSettings(extensionSettings, desired, found)).toEqual([]);
    const other = { ...desired, settings: { ...desired.settings, inferenceRouterHA: true } };
    expect(differingSettings(extensionSettings, other, found)).toEqual([
      { field: 'settings.inferenceRouterHA', asked: 'True', found: 'False' },
    ]);
  });

  it('that was kept from before is not sent beside today’s name', () => {
    const { settings } = desiredFromObserved(observeExtension({ properties: {} }));
    const sent = configurationSettings({
      settings,
      extraSettings: { inferenceLoadBalancerHA: 'False' },
    });
    expect(sent).not.toHaveProperty('inferenceLoadBalancerHA');
  });
});

describe('a setting is refused', () => {
  it.each<[Partial<GivenSettings>, string[], string]>([
    [
      { extraSettings: { InferenceRouterHA: 'False' } },
      ['extraSettings', 'InferenceRouterHA'],
      'is written inferenceRouterHA, a field of its own in settings',
    ],
    [
      { extraSettings: { internalloadbalancerprovider: 'azure' } },
      ['extraSettings', 'internalloadbalancerprovider'],
      'is written internalLoadBalancerProvider',
    ],
    [{ extraSettings: { a: '1,2' } }, ['extraSettings', 'a'], 'write 1\\,2'],
    [{ extraSettings: { a: '{1' } }, ['extraSettings', 'a'], 'write \\{1'],
    [{ extraSettings: { 'a=b': 'c' } }, ['extraSettings', 'a=b'], "no '='"],
    [
      { protectedSettings: { sslCertKeyFile: 'file:k' } },
      ['protectedSettings', 'sslCertKeyFile'],
      'is written sslKeyPemFile',
    ],
    [
      { protectedSettings: { sslcertpemfile: 'file:k' } },
      ['protectedSettings', 'sslcertpemfile'],
      'is written sslCertPemFile',
    ],
  ])('%o', (given, field, says) => {
    expect(read(given).findings.errors).toEqual([
      {
        code: 'INVALID_INPUT',
        field: ['input', ...field],
        message: expect.stringContaining(says) as string,
      },
    ]);
  });

  it.each([{ 'a,b': 'c' }, { 'no label': 'c' }, { pool: 'a=b' }, { pool: 'a,b' }])(
    'by a node selector that is no label: %o',
    (nodeSelector) => {
      const { findings } = read({
        settings: { nodeSelector } as unknown as GivenSettings['settings'],
      });
      const [key = ''] = Object.keys(nodeSelector);
      expect(findings.errors).toEqual([
        expect.objectContaining({ field: ['input', 'settings', 'nodeSelector', key] }),
      ]);
    },
  );
});

describe('a setting is taken with a warning', () => {
  it('where its name is all but a known one', () => {
    const [warning] = extra({ internalLoadBalancersProvider: 'azure' }).findings.warnings;
    expect(warning).toMatchObject({
      code: 'UNKNOWN_SETTING',
      message: expect.stringContaining('internalLoadBalancerProvider') as string,
    });
  });

  it('where helm makes no text of a label', () => {
    const nodeSelector = { 'nvidia.com/gpu.present': 'true' };
    const { findings } = read({
      settings: { nodeSelector } as unknown as GivenSettings['settings'],
    });
    expect(findings).toMatchObject({ errors: [], warnings: [{ code: 'LABEL_READ_AS_NO_TEXT' }] });
  });

  it.each([{ domain: 'eastus.cloudapp.azure.com' }, { a: '1\\,2' }, { a: '{1,2}' }])(
    'or without one: %o',
    (given) => expect(extra(given).findings).toEqual({ errors: [], warnings: [] }),
  );
});
