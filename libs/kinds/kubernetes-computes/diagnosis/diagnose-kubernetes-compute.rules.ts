import { type IgnoredField, isSettled, type Resource } from '#libs/resources';
import {
  diagnoseDeletion,
  failedSilently,
  fromError,
  settingsDiffer,
  type Diagnostic,
  minute,
  nothingKnown,
  type Surroundings,
} from '#libs/diagnosis';
import type { ArcExtensionObserved } from '../../arc-extensions/arc-extension.schema.js';
import { azureMlExtensionType } from '../../arc-extensions/arc-extension.settings.js';
import { diagnoseConnection } from '../../connected-clusters/diagnose-connection.rules.js';
import { kubernetesComputeRemedies } from './differing-remedies.rules.js';

/** Extensions are read after their cluster is found, in turns. */
const extensionsReadWithinMs = 10 * minute;

/**
 * What is wrong with an attachment: itself, the cluster it is attached from (null: no row of it is left) and the
 * Azure Machine Learning extension there. Empty where all is well. `differing`: what Azure reports otherwise than asked.
 */
export function diagnoseKubernetes(
  row: Resource,
  cluster: Resource | null,
  extensions: readonly Resource[],
  now: Date,
  around: Surroundings = nothingKnown,
  differing: readonly IgnoredField[] = [],
): Diagnostic[] {
  const own = [
    ...row.provisioningErrors.map((error) => fromError(error)),
    ...failedSilently(row),
    ...diagnoseDeletion({ ...row, subnetId: null }, around, now),
    ...(isSettled(row.provisioningState)
      ? settingsDiffer(kubernetesComputeRemedies, differing)
      : []),
  ].map((finding) => ({ ...finding, observedAt: row.observedAt ?? now }));
  if (cluster === null || cluster.goneAt !== null)
    return [...own, clusterGone(cluster, row.observedAt ?? now)];
  const hasEnded = row.provisioningState === 'SUCCEEDED' || row.provisioningState === 'FAILED';
  return [
    ...own,
    ...diagnoseConnection(cluster),
    ...(hasEnded ? diagnoseExtension(cluster, extensions, now) : []),
  ];
}

/** `seenAt`: when the attachment itself was last looked at. */
const clusterGone = (cluster: Resource | null, seenAt: Date): Diagnostic => ({
  code: 'CLUSTER_GONE',
  message: 'The connected cluster it was attached from is no longer in Azure.',
  remedy: 'Detach this compute. Connect the cluster anew and attach it again.',
  evidence: { clusterArmId: cluster?.armId ?? null, goneAt: cluster?.goneAt ?? null },
  observedAt: cluster?.goneAt ?? seenAt,
});

const typeOf = ({ observed }: Resource): string =>
  (observed as ArcExtensionObserved | null)?.extensionType?.toLowerCase() ?? '';

/** Jobs need the extension installed (docs/azure-facts.md#attached-kubernetes-clusters). */
function diagnoseExtension(
  cluster: Resource,
  extensions: readonly Resource[],
  now: Date,
): Diagnostic[] {
  const extension = extensions.find((one) => typeOf(one) === azureMlExtensionType.toLowerCase());
  if (extension)
    return extension.provisioningState === 'SUCCEEDED' ? [] : [notReady(extension, now)];
  const isRead = now.getTime() - cluster.createdAt.getTime() > extensionsReadWithinMs;
  return isRead ? [notInstalled(cluster, extensions, now)] : [];
}

function notReady(extension: Resource, now: Date): Diagnostic {
  const { name, armId, provisioningState, rawProvisioningState, provisioningErrors } = extension;
  const isFailed = provisioningState === 'FAILED' || provisioningState === 'CANCELED';
  const [error] = provisioningErrors;
  return {
    code: isFailed ? 'EXTENSION_FAILED' : 'EXTENSION_NOT_READY',
    message: `The Azure Machine Learning extension '${name}' is ${rawProvisioningState || provisioningState}${error ? `: ${error.message}` : '.'}`,
    remedy: isFailed
      ? (error?.remedy ??
        'Read its errors, update or reinstall the extension, then attach the cluster again if jobs still do not start.')
      : 'Wait until the extension is installed; its cluster must be connected for that.',
    evidence: {
      extension: armId,
      provisioningState,
      rawProvisioningState,
      errors: provisioningErrors.map(({ code, message }) => ({
        code,
        message,
      })),
    },
    observedAt: extension.observedAt ?? now,
  };
}

const notInstalled = (
  cluster: Resource,
  extensions: readonly Resource[],
  now: Date,
): Diagnostic => ({
  code: 'EXTENSION_NOT_INSTALLED',
  message: 'The Azure Machine Learning extension is not installed on the cluster.',
  remedy:
    'Install it (installArcExtension), then detach this compute and attach the cluster again.',
  evidence: { cluster: cluster.armId, installed: extensions.map(({ name }) => name) },
  observedAt: cluster.observedAt ?? now,
});
