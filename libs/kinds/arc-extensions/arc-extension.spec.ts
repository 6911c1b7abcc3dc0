import { describe, expect, it } from 'vitest';
import { provisioningStateOf, rawStateOf } from '../../resources/answers/provisioning-state.js';
import { isSettled } from '../../resources/settled.rules.js';
import { differingSettings } from '../../resources/settings/compare-settings.rules.js';
import { changedExtensionBody, extensionBody, observeExtension } from './arc-extension.body.js';
import { checkArcExtension } from './arc-extension.rules.js';
import type { ArcExtensionDesired } from './arc-extension.schema.js';
import { extensionSettings } from './arc-extension.settings.js';
import { defaultSettings } from './settings/extension-settings.schema.js';
import { desiredFromObserved } from './found-extension.rules.js';

const training: ArcExtensionDesired = {
  extensionType: 'Microsoft.AzureML.Kubernetes',
  releaseTrain: 'Stable',
  version: null,
  autoUpgradeMinorVersion: true,
  releaseNamespace: 'azureml',
  settings: defaultSettings(true),
  extraSettings: {},
  settingReferences: {},
};
const withSettings = (
  settings: Partial<ArcExtensionDesired['settings']>,
  rest: Partial<ArcExtensionDesired> = {},
): ArcExtensionDesired => ({
  ...training,
  ...rest,
  settings: { ...training.settings, ...settings },
});
const insecure = {
  enableInference: true,
  inferenceRouterServiceType: 'NODE_PORT',
  allowInsecureConnections: true,
} as const;
const tls = {
  enableInference: true,
  inferenceRouterServiceType: 'LOAD_BALANCER',
  sslCname: 'ml.example',
} as const;
const pem = { sslCertPemFile: 'file:cert.pem', sslKeyPemFile: 'file:key.pem' };

describe('an extension is refused', () => {
  it.each<[string, ArcExtensionDesired, number | null, string[]]>([
    ['for nothing', withSettings({ enableTraining: false }), 3, ['settings', 'enableTraining']],
    [
      'with a version while it upgrades by itself',
      { ...training, version: '1.1.9' },
      3,
      ['version'],
    ],
    ['without either', { ...training, autoUpgradeMinorVersion: false }, 3, ['version']],
    [
      'for inference without a router',
      withSettings({ ...insecure, inferenceRouterServiceType: null }),
      3,
      ['settings', 'inferenceRouterServiceType'],
    ],
    [
      'for inference without TLS',
      withSettings({ ...insecure, allowInsecureConnections: false }),
      3,
      ['settings', 'allowInsecureConnections'],
    ],
    [
      'with a certificate and no key',
      withSettings(tls, { settingReferences: { sslCertPemFile: 'file:cert' } }),
      3,
      ['settings', 'allowInsecureConnections'],
    ],
    [
      'for three routers on two nodes',
      withSettings(insecure),
      2,
      ['settings', 'inferenceRouterHA'],
    ],
    [
      'where a named setting comes as an extra one',
      { ...training, extraSettings: { installVolcano: 'False' } },
      3,
      ['extraSettings', 'installVolcano'],
    ],
    [
      'with a secret among the open settings',
      { ...training, extraSettings: { sslKeyPemFile: 'x' } },
      3,
      ['extraSettings', 'sslKeyPemFile'],
    ],
    [
      'with the secret itself instead of a reference',
      { ...training, settingReferences: { sslKeyPemFile: '-----BEGIN KEY' } },
      3,
      ['protectedSettings', 'sslKeyPemFile'],
    ],
    [
      'with a reference out of the folder',
      { ...training, settingReferences: { a: 'file:../other/key' } },
      3,
      ['protectedSettings', 'a'],
    ],
    ['in no namespace', { ...training, releaseNamespace: 'AzureML' }, 3, ['releaseNamespace']],
  ])('%s', (_, desired, nodes, field) => {
    const { errors } = checkArcExtension(desired, nodes);
    expect(errors).toEqual([
      expect.objectContaining({ code: 'INVALID_INPUT', field: ['input', ...field] }),
    ]);
    for (const { message } of errors) expect(message).not.toContain('BEGIN KEY');
  });
});

describe('an extension is taken', () => {
  it.each<[string, ArcExtensionDesired, number | null]>([
    ['for training', training, 1],
    ['for inference without TLS where that was said', withSettings(insecure), 3],
    ['with TLS by a Kubernetes secret', withSettings({ ...tls, sslSecret: 'tls' }), 3],
    ['with TLS by protected settings', withSettings(tls, { settingReferences: pem }), 3],
    ['with one router on one node', withSettings({ ...insecure, inferenceRouterHA: false }), 1],
    ['where the node count is not known', withSettings(insecure), null],
    ['at a version', { ...training, version: '1.1.9', autoUpgradeMinorVersion: false }, 3],
  ])('%s', (_, desired, nodes) => expect(checkArcExtension(desired, nodes).errors).toEqual([]));

  it('with warnings of the Service Bus and Relay and of what may be installed already', () => {
    const desired = withSettings({ installNvidiaDevicePlugin: true });
    const { warnings } = checkArcExtension(desired, 3);
    expect(warnings.map(({ code }) => code)).toEqual([
      'SERVICE_BUS_AND_RELAY',
      'MAY_BE_INSTALLED_ALREADY',
    ]);
    expect(warnings[1]?.message).toContain(
      'installNvidiaDevicePlugin, installBlobfuseSysctl, installBlobfuseFlexvol',
    );
  });
});

describe('the extension in ARM', () => {
  const desired = withSettings(
    { ...tls, nodeSelector: { pool: 'ml' } },
    { settingReferences: pem, extraSettings: { proxy: 'x' } },
  );
  const body = extensionBody(desired, { sslKeyPemFile: 'hush' });
  const answer = {
    properties: {
      ...(body['properties'] as object),
      configurationProtectedSettings: { sslKeyPemFile: 'hush' },
    },
  };

  it('is sent with every value as text', () => {
    expect(body).toMatchObject({
      properties: {
        extensionType: 'Microsoft.AzureML.Kubernetes',
        autoUpgradeMinorVersion: true,
        scope: { cluster: { releaseNamespace: 'azureml' } },
        configurationSettings: {
          enableTraining: 'True',
          inferenceRouterServiceType: 'loadBalancer',
          sslCname: 'ml.example',
          'nodeSelector.pool': 'ml',
          installDcgmExporter: 'False',
          proxy: 'x',
        },
      },
    });
  });

  it('is read without its protected settings, and is what was asked for', () => {
    const found = observeExtension(answer);
    expect(JSON.stringify(found)).not.toContain('hush');
    expect(differingSettings(extensionSettings, desired, found)).toEqual([]);
  });

  it('names every setting that differs', () => {
    const found = observeExtension(answer);
    const other = {
      ...found,
      configurationSettings: { ...found.configurationSettings, proxy: 'y' },
    };
    expect(differingSettings(extensionSettings, desired, other)).toEqual([
      { field: 'settings.proxy', asked: 'x', found: 'y' },
    ]);
  });

  it('can be read back into what would have been asked for', () => {
    expect(desiredFromObserved(observeExtension(answer))).toEqual({
      ...desired,
      settingReferences: {},
    });
  });

  it.each([
    [{ installState: 'Pending' }, 'CREATING'],
    [{ installState: 'Installed' }, 'SUCCEEDED'],
    [{ installState: 'Failed' }, 'FAILED'],
    [{ provisioningState: 'Pending' }, 'CREATING'],
    [{ provisioningState: 'Creating' }, 'CREATING'],
    [{ provisioningState: 'Succeeded' }, 'SUCCEEDED'],
  ])('stands as %o says, old and new: %s', (properties, state) => {
    const ours = provisioningStateOf(rawStateOf({ properties }));
    expect(ours).toBe(state);
    expect(isSettled(ours)).toBe(state !== 'CREATING');
  });
});

describe('the PUT that changes an extension', () => {
  const current = {
    properties: {
      extensionType: 'Microsoft.AzureML.Kubernetes',
      provisioningState: 'Succeeded',
      releaseTrain: 'Preview',
      autoUpgradeMinorVersion: false,
      version: '1.1.9',
      scope: { cluster: { releaseNamespace: 'elsewhere' } },
      configurationSettings: {
        enableTraining: 'True',
        inferenceLoadBalancerHA: 'False',
        installVolcano: 'False',
        'nodeSelector.pool': 'ml',
        domain: 'eastus.dp',
        theirs: 'kept',
      },
    },
  };
  const desired = withSettings(
    { nodeSelector: { 'kubernetes.io/os': 'linux' }, installPromOp: false },
    { extraSettings: { ours: 'new' } },
  );
  const standing = {
    enableTraining: 'True',
    inferenceRouterHA: 'False',
    installVolcano: 'False',
    'nodeSelector.pool': 'ml',
    domain: 'eastus.dp',
    theirs: 'kept',
  };
  const sentFor = (...asked: string[]) =>
    changedExtensionBody(current, desired, { key: 'secret' }, asked)['properties'] as Record<
      string,
      unknown
    >;

  it('sends back what nobody asked to change, and says the secrets again', () => {
    expect(sentFor('settings.installPromOp')).toEqual({
      extensionType: 'Microsoft.AzureML.Kubernetes',
      releaseTrain: 'Preview',
      autoUpgradeMinorVersion: false,
      version: '1.1.9',
      scope: { cluster: { releaseNamespace: 'elsewhere' } },
      configurationSettings: {
        ...standing,
        installPromOp: 'False',
      },
      configurationProtectedSettings: { key: 'secret' },
    });
  });

  it.each([
    ['releaseTrain', { releaseTrain: 'Stable', version: '1.1.9' }],
    ['autoUpgradeMinorVersion', { autoUpgradeMinorVersion: true, releaseTrain: 'Preview' }],
  ])('changes %s alone', (name, changed) => {
    const sent = sentFor(name);
    expect(sent).toMatchObject({ ...changed, configurationSettings: standing });
    expect(sent['version'] !== undefined).toBe(name === 'releaseTrain');
  });

  it('replaces a map as a whole, and takes away a setting that is no longer wanted', () => {
    const { 'nodeSelector.pool': _pool, theirs: _theirs, ...left } = standing;
    const asked = ['settings.nodeSelector', 'settings.ours', 'settings.theirs'];
    expect(sentFor(...asked)['configurationSettings']).toEqual({
      ...left,
      ours: 'new',
      [String.raw`nodeSelector.kubernetes\.io/os`]: 'linux',
    });
  });

  it('sends everything as asked for an operation of an older release, which did not say', () => {
    const { properties } = extensionBody(desired, {});
    const scope = { cluster: { releaseNamespace: 'elsewhere' } };
    expect(
      JSON.parse(JSON.stringify(changedExtensionBody(current, desired, {}, undefined))),
    ).toEqual({
      properties: { ...(properties as object), scope },
    });
  });
});
