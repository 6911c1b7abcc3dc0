import {
  caution,
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
} from '#libs/resources';
import type { ArcExtensionDesired } from './arc-extension.schema.js';
import { isNamedSetting } from './settings/extension-settings.rules.js';

/** Where a secret is kept: a file of the team's folder (ADR 0012). */
export const secretReference = /^file:[a-zA-Z0-9][a-zA-Z0-9._-]{0,199}$/;

/** What names a secret, normalised to letters: as the audit trail sees it, and PEM files. */
const secretName =
  /passw(or)?d|secret|token|credential|privatekey|connectionstring|(access|account|shared|api)key$|protectedsettings|authorization|signature|pemfile/;

/** Nodes that three inference routers need (docs/azure-facts.md#cluster-extensions, E40002). */
const nodesForRouters = 3;

/** Everything that can be said about an extension without asking Azure. `nodeCount` null: not known. */
export function checkArcExtension(
  desired: ArcExtensionDesired,
  nodeCount: number | null,
  path: FieldPath = ['input'],
): Findings {
  const at = (name: string): FieldPath => [...path, name];
  return together(
    checkVersion(desired, path),
    checkPurpose(desired, at('settings')),
    checkInference(desired, nodeCount, at('settings')),
    checkSettings(desired, path),
    checkNamespace(desired.releaseNamespace, at('releaseNamespace')),
    cautionTraining(desired, at('settings')),
    cautionInstalled(desired, at('settings')),
  );
}

/** ARM takes a version only where the extension does not upgrade by itself. */
function checkVersion({ version, autoUpgradeMinorVersion }: ArcExtensionDesired, path: FieldPath) {
  if ((version === null) === autoUpgradeMinorVersion) return nothing;
  return version === null
    ? refusal(
        'INVALID_INPUT',
        [...path, 'version'],
        'is required where it does not upgrade by itself.',
      )
    : refusal(
        'INVALID_INPUT',
        [...path, 'version'],
        'A version and autoUpgradeMinorVersion exclude each other: set autoUpgradeMinorVersion to false, or name no version.',
      );
}

function checkPurpose({ settings }: ArcExtensionDesired, path: FieldPath): Findings {
  if (settings.enableTraining || settings.enableInference) return nothing;
  const message = 'enableTraining or enableInference must be on: without either it does nothing.';
  return refusal('INVALID_INPUT', [...path, 'enableTraining'], message);
}

function checkInference(
  { settings, settingReferences }: ArcExtensionDesired,
  nodeCount: number | null,
  path: FieldPath,
): Findings {
  if (!settings.enableInference) return nothing;
  const hasPem = 'sslCertPemFile' in settingReferences && 'sslKeyPemFile' in settingReferences;
  const hasTls = settings.sslCname !== null && (settings.sslSecret !== null || hasPem);
  return together(
    settings.inferenceRouterServiceType === null
      ? refusal(
          'INVALID_INPUT',
          [...path, 'inferenceRouterServiceType'],
          'is required with enableInference: LOAD_BALANCER, NODE_PORT or CLUSTER_IP.',
        )
      : nothing,
    hasTls || settings.allowInsecureConnections
      ? nothing
      : refusal(
          'INVALID_INPUT',
          [...path, 'allowInsecureConnections'],
          'Inference is served over TLS: give sslCname and either sslSecret or the protected settings sslCertPemFile and sslKeyPemFile; or allow insecure connections, for tests.',
        ),
    settings.inferenceRouterHA && nodeCount !== null && nodeCount < nodesForRouters
      ? refusal(
          'INVALID_INPUT',
          [...path, 'inferenceRouterHA'],
          `needs ${nodesForRouters} nodes, and the cluster has ${nodeCount}: set it to false.`,
        )
      : nothing,
  );
}

function checkSettings(desired: ArcExtensionDesired, path: FieldPath): Findings {
  return together(
    ...Object.keys(desired.extraSettings)
      .filter(isNamedSetting)
      .map((name) =>
        refusal(
          'INVALID_INPUT',
          [...path, 'extraSettings', name],
          'has a field of its own in settings.',
        ),
      ),
    ...Object.keys(desired.extraSettings)
      .filter((name) => secretName.test(name.toLowerCase().replaceAll(/[^a-z]/g, '')))
      .map((name) =>
        refusal(
          'INVALID_INPUT',
          [...path, 'extraSettings', name],
          'looks like a secret: give it as a protected setting, by reference.',
        ),
      ),
    ...Object.entries(desired.settingReferences)
      .filter(([, reference]) => !secretReference.test(reference))
      .map(([name]) =>
        refusal(
          'INVALID_INPUT',
          [...path, 'protectedSettings', name],
          "must be a reference such as file:tls-key, never the secret itself: letters, digits, '.', '_' and '-' after 'file:'.",
        ),
      ),
  );
}

const checkNamespace = (namespace: string, path: FieldPath): Findings =>
  /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)
    ? nothing
    : refusal('INVALID_INPUT', path, "has 1 to 63 lower-case letters, digits and '-'.");

const cautionTraining = ({ settings }: ArcExtensionDesired, path: FieldPath): Findings =>
  settings.enableTraining
    ? caution(
        'SERVICE_BUS_AND_RELAY',
        [...path, 'enableTraining'],
        "Azure creates a Service Bus and a Relay in the cluster's resource group. Changing or deleting them stops the computes that are attached through this cluster.",
      )
    : nothing;

/** Installing again what a cluster has can fail the installation (docs/azure-facts.md#cluster-extensions). */
function cautionInstalled({ settings }: ArcExtensionDesired, path: FieldPath): Findings {
  const on = (
    ['installNvidiaDevicePlugin', 'installBlobfuseSysctl', 'installBlobfuseFlexvol'] as const
  ).filter((name) => settings[name]);
  if (on.length === 0) return nothing;
  const message = `Where the cluster has the NVIDIA device plug-in or Blobfuse already, installing it again can fail the installation: then set ${on.join(', ')} to false.`;
  return caution('MAY_BE_INSTALLED_ALREADY', [...path, String(on[0])], message);
}
