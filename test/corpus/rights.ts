import { armError, group, subscription, type CorpusEntry } from './entry.js';

const client =
  "The client '11111111-1111-1111-1111-111111111111' with object id '11111111-1111-1111-1111-111111111111'";
const vnet = `${group}/providers/Microsoft.Network/virtualNetworks/vnet`;
const identity = `${subscription}/resourcegroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`;

const tenant = '22222222-2222-2222-2222-222222222222';
const wrongIssuer = `The access token is from the wrong issuer 'https://sts.windows.net/11111111-1111-1111-1111-111111111111/'. It must match the tenant 'https://sts.windows.net/${tenant}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${tenant}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`;

/** Roles, policies, locks, registrations and identities. */
export const rights: readonly CorpusEntry[] = [
  {
    source: 'microsoft/vscode-azureappservice#2095',
    body: armError('InvalidAuthenticationTokenTenant', wrongIssuer),
    code: 'InvalidAuthenticationTokenTenant',
    says: 'from the wrong issuer',
    remedy: [`set AZURE_TENANT_ID to ${tenant}`, 'within an hour'],
    retry: 'LATER',
    target: tenant,
  },
  {
    source: 'the same of one of several tenants, under a code that says less',
    body: armError(
      'InvalidAuthenticationToken',
      wrongIssuer.replace('match the tenant', 'match one of the tenants'),
    ),
    code: 'InvalidAuthenticationTokenTenant',
    says: 'from the wrong issuer',
    remedy: `set AZURE_TENANT_ID to ${tenant}`,
    retry: 'LATER',
  },
  {
    source: 'hashicorp/go-azure-helpers#51',
    body: armError(
      'InvalidAuthenticationTokenAudience',
      "The access token has been obtained for wrong audience or resource 'https://graph.windows.net/'. It should exactly match with one of the allowed audiences 'https://management.core.windows.net/','https://management.core.windows.net','https://management.azure.com/','https://management.azure.com'.",
    ),
    code: 'InvalidAuthenticationTokenAudience',
    says: 'wrong audience',
    remedy: ['takes those for https://management.core.windows.net/', 'AZURE_ARM_ENDPOINT'],
    retry: 'LATER',
  },
  {
    source: 'dotnet/machinelearning-modelbuilder#738',
    body: armError(
      'AuthorizationFailed',
      `${client} does not have authorization to perform action 'Microsoft.Resources/subscriptions/resourcegroups/write' over scope '${group}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    ),
    code: 'AuthorizationFailed',
    says: 'does not have authorization',
    remedy: ['Microsoft.Resources/subscriptions/resourcegroups/write', group],
    retry: 'LATER',
    target: group,
  },
  {
    source: 'hashicorp/terraform-provider-azurerm#3912',
    body: armError(
      'CreateRoleAssignmentError',
      `RoleAssignmentReconciler retry timed out: autorest/azure: Service returned an error. Status=403 Code="AuthorizationFailed" Message="${client} does not have authorization to perform action 'Microsoft.Authorization/roleAssignments/write' over scope '${group}' or the scope is invalid. If access was recently granted, please refresh your credentials."`,
    ),
    code: 'AuthorizationFailed',
    says: 'does not have authorization',
    remedy: 'Microsoft.Authorization/roleAssignments/write',
    retry: 'LATER',
    details: ['RoleAssignmentReconciler'],
  },
  {
    source: 'Azure/aad-pod-identity#443',
    body: armError(
      'LinkedAuthorizationFailed',
      `${client} has permission to perform action 'Microsoft.Compute/virtualMachines/write' on scope '${group}'; however, it does not have permission to perform action 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked scope(s) '${identity}' or the linked scope(s) are invalid.`,
    ),
    code: 'LinkedAuthorizationFailed',
    says: 'linked scope',
    remedy: ['userAssignedIdentities/assign/action', identity],
    retry: 'LATER',
    target: identity,
  },
  {
    source: 'a subnet that may not be joined, under a code that says nothing',
    body: armError(
      'BadRequest',
      `${client} has permission to perform action 'a/write' on scope '${group}'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope(s) '${vnet}/subnets/ml' (respectively) or the linked scope(s) are invalid.`,
    ),
    code: 'LinkedAuthorizationFailed',
    says: 'join/action',
    remedy: `${vnet}/subnets/ml`,
    retry: 'LATER',
  },
  {
    source: 'a network in the subscription of another tenant',
    body: armError(
      'LinkedAuthorizationFailed',
      `The client has permission to perform action 'Microsoft.Network/virtualNetworks/subnets/join/action' on scope '${group}', however the current tenant '22222222-2222-2222-2222-222222222222' is not authorized to access linked subscription '33333333-3333-3333-3333-333333333333'.`,
    ),
    code: 'LinkedAuthorizationFailed',
    says: 'not authorized to access linked subscription',
    remedy: ['33333333-3333-3333-3333-333333333333', 'another tenant'],
    retry: 'LATER',
  },
  {
    source: 'dotnet/machinelearning-modelbuilder#3044',
    body: armError(
      'RequestDisallowedByPolicy',
      "Resource 'stml01' was disallowed by policy. Reasons: 'Local authentication methods are not allowed.'. See error details for policy resource IDs.",
      {
        target: 'stml01',
        additionalInfo: [
          {
            type: 'PolicyViolation',
            info: {
              evaluationDetails: { evaluatedExpressions: [{ result: 'True', path: 'type' }] },
              policyDefinitionDisplayName: 'Storage accounts should prevent shared key access',
              policyAssignmentName: 'assignment-1',
            },
          },
        ],
      },
    ),
    code: 'RequestDisallowedByPolicy',
    says: 'Local authentication methods are not allowed',
    remedy: '(Storage accounts should prevent shared key access)',
    retry: 'NEVER',
    target: 'stml01',
  },
  {
    source: 'the older form, with the policies as JSON at the end of the sentence',
    body: armError(
      'RequestDisallowedByPolicy',
      `Resource 'cpu' was disallowed by policy. Policy identifiers: '[{"policyAssignment":{"name":"No public addresses","id":"${subscription}/providers/Microsoft.Authorization/policyAssignments/a"},"policyDefinition":{"name":"deny","id":"/providers/x"}}]'.`,
    ),
    code: 'RequestDisallowedByPolicy',
    says: 'was disallowed by policy',
    remedy: '(No public addresses)',
    retry: 'NEVER',
    target: 'cpu',
  },
  {
    source: 'MicrosoftLearning/dp-090-databricks-ml#77',
    body: armError(
      'InvalidTemplateDeployment',
      'The template deployment failed because of policy violation. Please see details for more information.',
      {
        details: [
          {
            code: 'RequestDisallowedByPolicy',
            target: 'mlw',
            message: "Resource 'mlw' was disallowed by policy. Policy: dp-090_acp_v3.",
          },
        ],
      },
    ),
    code: 'RequestDisallowedByPolicy',
    says: 'dp-090_acp_v3',
    remedy: 'ask its owner for an exemption',
    retry: 'NEVER',
  },
  {
    source: 'regions that student subscriptions may not use',
    body: armError(
      'RequestDisallowedByAzure',
      "Resource 'mlw' was disallowed by Azure: This policy maintains a set of best available regions where your subscription can deploy resources.",
    ),
    code: 'RequestDisallowedByAzure',
    says: 'best available regions',
    remedy: 'take another region',
    retry: 'NEVER',
    target: 'mlw',
  },
  {
    source: 'Azure/apiops#606',
    body: armError(
      'ScopeLocked',
      `The scope '${group}/providers/X/y/z' cannot perform delete operation because following scope(s) are locked: '${group}'. Please remove the lock and try again.`,
    ),
    code: 'ScopeLocked',
    says: 'cannot perform delete operation',
    remedy: `Remove the lock on ${group}`,
    retry: 'LATER',
    target: group,
  },
  {
    source: 'a write under a lock, under a code that says nothing',
    body: armError(
      'Conflict',
      `The scope '${group}/providers/X/y/z' cannot perform write operation because following scope(s) are locked: '${subscription}/providers/Microsoft.Authorization/locks/keep,${group}'. Please remove the lock and try again.`,
    ),
    code: 'ScopeLocked',
    says: 'cannot perform write operation',
    remedy: [`${subscription}, ${group}`],
    retry: 'LATER',
    target: `${subscription}, ${group}`,
  },
  {
    source: 'MicrosoftDocs/azure-docs#7006',
    body: armError(
      'DeploymentFailed',
      'SubDeployment: OperationId=1F7900E75998AB6B, ProvisioningState=Failed, StatusCode=Conflict, StatusMessage={\\n  \\"error\\": {\\n    \\"code\\": \\"MissingSubscriptionRegistration\\",\\n    \\"message\\": \\"The subscription is not registered to use namespace \'Microsoft.ContainerRegistry\'. See https://aka.ms/rps-not-found for how to register subscriptions.\\",\\n    \\"details\\": [\\n      {\\n        \\"code\\": \\"MissingSubscriptionRegistration\\",\\n        \\"target\\": \\"Microsoft.ContainerRegistry\\",\\n        \\"message\\": \\"The subscription is not registered to use namespace \'Microsoft.ContainerRegistry\'.\\"\\n      }\\n    ]\\n  }\\n}',
    ),
    code: 'MissingSubscriptionRegistration',
    says: "namespace 'Microsoft.ContainerRegistry'",
    remedy: 'az provider register --namespace Microsoft.ContainerRegistry',
    retry: 'LATER',
    details: ['SubDeployment'],
  },
  {
    source: 'the same text under another code',
    body: armError(
      'BadRequest',
      "The subscription is not registered to use namespace 'Microsoft.Relay'. See https://aka.ms/rps-not-found for how to register subscriptions.",
    ),
    code: 'MissingSubscriptionRegistration',
    says: 'not registered',
    remedy: '--namespace Microsoft.Relay',
    retry: 'LATER',
  },
  {
    source: 'Azure/azure-sdk-for-js#4097',
    body: armError(
      'NoRegisteredProviderFound',
      "No registered resource provider found for location 'westeurope' and API version '2019-05-01' for type 'workspaces'. The supported api-versions are '2018-03-01-preview, 2018-11-19'. The supported locations are 'canadacentral, uksouth'.",
    ),
    code: 'InvalidResourceType',
    says: "The supported api-versions are '2018-03-01-preview, 2018-11-19'",
    remedy: 'does not offer',
    retry: 'NEVER',
  },
  {
    source: 'Azure/MachineLearningNotebooks#157',
    body: armError(
      'PrincipalNotFound',
      'Principal 72407f26c32a43f0 does not exist in the directory 22222222.',
    ),
    code: 'PrincipalNotFound',
    says: 'does not exist in the directory',
    remedy: 'takes some minutes to be known',
    retry: 'LATER',
  },
  {
    source: 'Azure-Samples/ai-studio-in-a-box#2',
    body: armError(
      'InvalidPrincipalId',
      'A valid principal ID must be provided for role assignment.',
    ),
    code: 'PrincipalNotFound',
    says: 'valid principal ID',
    remedy: 'Check its id',
    retry: 'LATER',
  },
  {
    source: 'a managed identity that is not there',
    body: armError(
      'FailedIdentityOperation',
      `Identity operation for resource '${group}/providers/Microsoft.MachineLearningServices/workspaces/mlw' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{"error":{"code":"BadRequest","message":"Resource '${identity}' was not found."}}'.'.`,
    ),
    code: 'IdentityNotFound',
    says: 'Failed to perform resource identity operation',
    remedy: 'managed identity does not exist',
    retry: 'LATER',
    details: [identity],
  },
  {
    source: 'a subscription whose credit is spent',
    body: armError(
      'ReadOnlyDisabledSubscription',
      "The subscription '00000000-0000-0000-0000-000000000000' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.",
    ),
    code: 'SubscriptionDisabled',
    says: 'marked as read only',
    remedy: 'its owner must enable it again',
    retry: 'LATER',
  },
  {
    source: 'hashicorp/terraform-provider-azurerm#11065',
    body: armError(
      'InvalidSubscriptionId',
      "The provided subscription identifier 'resourceGroups' is malformed or invalid.",
    ),
    code: 'SubscriptionNotFound',
    says: 'malformed or invalid',
    remedy: "Check the subscription's id",
    retry: 'NEVER',
  },
  {
    source: 'throttling, as AKS documents it',
    body: armError(
      'SubscriptionRequestsThrottled',
      "Number of 'read' requests for subscription '0' actor 'a' exceeded. Please try again after '10' seconds.",
    ),
    code: 'SubscriptionRequestsThrottled',
    says: "after '10' seconds",
    remedy: 'wait and it is sent again',
    retry: 'LATER',
  },
  {
    source: 'Azure/AML-Kubernetes#279',
    body: armError(
      'BadRequest',
      'AKS role check failed for user assigned identity. Please check the role assignment.',
    ),
    code: 'WorkspaceRoleMissing',
    says: 'role check failed',
    remedy: ['identity of the workspace', 'Kubernetes Extension Contributor'],
    retry: 'LATER',
  },
];
