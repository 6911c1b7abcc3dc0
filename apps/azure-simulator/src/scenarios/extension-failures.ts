import type { ArmErrorBody } from '../arm/arm-error.js';

/** Why installing an extension fails, by the name a fault asks for (docs/azure-facts.md#cluster-extensions). */
export const extensionFailures = {
  E40001: 'LOAD_BALANCER_NOT_SUPPORT: Load balancer is not supported in your cluster.',
  E40002:
    'INSUFFICIENT_NODE: inferenceRouterHA is enabled and requires at least 3 nodes in your cluster.',
  E40003: 'INTERNAL_LOAD_BALANCER_NOT_SUPPORT: An internal load balancer is only supported on AKS.',
  E40007: 'INVALID_SSL_SETTING: The SSL key or certificate is not valid.',
  E45002:
    'PROMETHEUS_CONFLICT: The Prometheus Operator conflicts with the one that is already installed.',
  E45003: 'BAD_NETWORK_CONNECTIVITY: The network requirements are not met.',
  E45004: 'AZUREML_FE_ROLE_CONFLICT: The AzureML extension is not supported in the legacy AKS.',
  E45005: 'AZUREML_FE_DEPLOYMENT_CONFLICT: The legacy azureml-fe deployment is still there.',
  HelmNameInUse:
    "cannot re-use a name that is still in use: can't reuse a name that is still in use",
  HelmOperationInProgress:
    'another operation (install/upgrade/rollback) is in progress: earlier operation for the helm chart is still in progress',
  WebhookTimeout:
    'Internal error occurred: failed calling webhook "validation.gatekeeper.sh": Post "https://gatekeeper-webhook-service.gatekeeper-system.svc:443/v1/admit?timeout=3s": context deadline exceeded',
} as const;

export type ExtensionFailure = keyof typeof extensionFailures;
export const extensionFailureNames = Object.keys(extensionFailures) as [
  ExtensionFailure,
  ...ExtensionFailure[],
];

/** What it fails with: by name, or the very text. */
export type FailureParameters = { failure: ExtensionFailure } | { message: string };

export const failedWith = (parameters: FailureParameters): ArmErrorBody =>
  'failure' in parameters
    ? extensionError(parameters.failure)
    : { code: 'ExtensionOperationFailed', message: parameters.message };

/** Azure nests the useful words in a long text under a code that says little (docs/azure-facts.md#errors). */
export function extensionError(failure: ExtensionFailure): ArmErrorBody {
  const inner = extensionFailures[failure];
  const text = failure.startsWith('E')
    ? `Helm pre-hook healthcheck failed with error code ${failure}, ${inner}`
    : `Helm installation failed : ${inner}`;
  return {
    code: 'ExtensionOperationFailed',
    message: `The extension operation failed with the following error: Error: [ InnerError: [${text}]] occurred while doing the operation : [Create] on the config.`,
  };
}

export const timedOut = (operation: 'install' | 'delete'): ArmErrorBody => ({
  code: 'ExtensionOperationFailed',
  message: `The extension operation failed with the following error: the agents in the cluster did not complete the ${operation} within ${operation === 'install' ? '48 hours' : '1 hour'}. Check that the cluster is connected.`,
});
