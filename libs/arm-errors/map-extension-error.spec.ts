import { describe, expect, it } from 'vitest';
import { mapExtensionErrors, resendOf } from './map-extension-error.js';

const failed = (message: string) => ({
  properties: {
    provisioningState: 'Failed',
    statuses: [],
    errorInfo: { code: 'ExtensionOperationFailed', message },
  },
});

describe('why an extension failed', () => {
  it.each([
    ['health check: E40001 LOAD_BALANCER_NOT_SUPPORT', 'LOAD_BALANCER_NOT_SUPPORT', 'LATER', false],
    ['E40002 INSUFFICIENT_NODE', 'INSUFFICIENT_NODE', 'LATER', false],
    ['E40003', 'INTERNAL_LOAD_BALANCER_NOT_SUPPORT', 'NEVER', false],
    ['E40007 INVALID_SSL_SETTING', 'INVALID_SSL_SETTING', 'LATER', false],
    ['E45002 PROMETHEUS_CONFLICT', 'PROMETHEUS_CONFLICT', 'NEVER', false],
    ['E45003 BAD_NETWORK_CONNECTIVITY', 'BAD_NETWORK_CONNECTIVITY', 'LATER', false],
    ['E45004 AZUREML_FE_ROLE_CONFLICT', 'AZUREML_FE_ROLE_CONFLICT', 'LATER', false],
    ['E45005 AZUREML_FE_DEPLOYMENT_CONFLICT', 'AZUREML_FE_DEPLOYMENT_CONFLICT', 'LATER', false],
    ["helm: can't reuse a name that is still in use", 'HELM_NAME_IN_USE', 'LATER', false],
    ['cannot re-use a name that is still in use', 'HELM_NAME_IN_USE', 'LATER', false],
    [
      'earlier operation for the helm chart is still in progress',
      'HELM_OPERATION_IN_PROGRESS',
      'LATER',
      true,
    ],
    [
      'another operation (install/upgrade/rollback) is in progress',
      'HELM_OPERATION_IN_PROGRESS',
      'LATER',
      true,
    ],
    [
      "unable to create new content in namespace azureml because it's being terminated",
      'NAMESPACE_TERMINATING',
      'LATER',
      true,
    ],
    ['failed in download the Chart path not found', 'EXTENSION_VERSION_NOT_FOUND', 'NEVER', false],
    [
      'exists and cannot be imported into the current release: invalid ownership metadata',
      'HELM_OWNERSHIP_CONFLICT',
      'LATER',
      false,
    ],
    [
      'failed calling webhook "x": Post "https://x": context deadline exceeded',
      'WEBHOOK_TIMEOUT',
      'NOW',
      true,
    ],
    ['timed out waiting for the condition', 'HELM_TIMEOUT', 'LATER', true],
    ['something new', 'ExtensionOperationFailed', 'LATER', false],
  ])('%s: %s, %s, again by itself: %s', (message, code, retry, again) => {
    const error = mapExtensionErrors(failed(message));
    expect(error).toMatchObject({ code, retry });
    expect(error.message).toContain(message.slice(0, 20));
    expect(error.remedy).toEqual(expect.stringMatching(/\w{4}/));
    expect(resendOf(error) !== undefined).toBe(again);
  });

  it('is also found among the statuses, whatever their order, and nowhere else', () => {
    const statuses = [
      { code: 'Ok', level: 'Information', message: 'E40001 was looked for' },
      { code: 'InstallFailed', level: 'Error', message: 'E45003' },
    ];
    expect(mapExtensionErrors({ properties: { statuses } }).code).toBe('BAD_NETWORK_CONNECTIVITY');
    expect(mapExtensionErrors({ properties: { statuses: null, errorInfo: null } })).toMatchObject({
      code: 'ExtensionOperationFailed',
    });
    expect(mapExtensionErrors(undefined).code).toBe('ExtensionOperationFailed');
  });
});
