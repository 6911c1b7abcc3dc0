import { armError, group, type CorpusEntry } from './entry.js';

/** Workspaces, what they depend on, and resource groups. */
export const workspaces: readonly CorpusEntry[] = [
  {
    source: 'Azure/CanadaPubSecALZ#380, Azure/ResourceModules#3596',
    body: armError(
      'ResourceDeploymentFailure',
      "The resource write operation failed to complete successfully, because it reached terminal provisioning state 'Failed'.",
      {
        details: [
          {
            code: 'BadRequest',
            message:
              'Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete',
          },
        ],
      },
    ),
    code: 'SoftDeletedWorkspaceExists',
    says: 'Please purge or recover it',
    remedy: 'Purge it',
    retry: 'NEVER',
  },
  {
    source: 'alan-turing-institute/data-safe-haven#2523',
    body: armError(
      'ConflictError',
      'A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.',
    ),
    code: 'ALREADY_EXISTS',
    says: 'same name already exists in deleted state',
    remedy: 'az keyvault list-deleted',
    retry: 'NEVER',
  },
  {
    source: 'Azure/azure-powershell#15115',
    body: armError(
      'VaultAlreadyExists',
      "The vault name 'kvml' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state.",
    ),
    code: 'ALREADY_EXISTS',
    says: "The vault name 'kvml' is already in use",
    remedy: 'Choose another name',
    retry: 'NEVER',
  },
  {
    source: 'a storage account that somebody else has',
    body: armError(
      'StorageAccountAlreadyTaken',
      'The storage account named stml is already taken.',
    ),
    code: 'ALREADY_EXISTS',
    says: 'already taken',
    remedy: 'Choose another name',
    retry: 'NEVER',
  },
  {
    source: 'microsoft/Templates-For-Dynamics-365-…-Azure-Machine-Learning#4',
    body: {
      error: {
        message:
          "Compute name 'executor' is not available. Reason: AlreadyExists. Message: The specified name executor is already in use and is therefore unavailable",
      },
    },
    code: 'ALREADY_EXISTS',
    says: "Compute name 'executor' is not available",
    remedy: 'across all its workspaces',
    retry: 'NEVER',
  },
  {
    source: 'Azure/azure-rest-api-specs#15878',
    body: {
      error: {
        code: 'ValidationError',
        message: 'Missing dependent resources in workspace json',
        target: 'workspace',
        details: [
          {
            additionalInfo: null,
            code: 'Invalid',
            debugInfo: null,
            details: [],
            detailsUri: null,
            innerError: null,
            message: 'Missing dependent resources in workspace json',
            messageFormat: null,
            messageParameters: {},
            referenceCode: null,
            severity: null,
            target: 'workspace',
          },
        ],
      },
    },
    code: 'WorkspaceDependenciesMissing',
    says: 'Missing dependent resources',
    remedy: 'a storage account and a key vault',
    retry: 'NEVER',
  },
  {
    source: 'MicrosoftDocs/azure-docs#108584',
    body: armError(
      'ResourceDeploymentFailure',
      "The 'AzureAsyncOperationWaiting' resource operation completed with terminal provisioning state 'Failed'.",
      {
        details: [
          {
            code: 'BadRequest',
            message: 'CMK workspaces should have purge protection enabled on their CMK keyvault.',
          },
        ],
      },
    ),
    code: 'PurgeProtectionRequired',
    says: 'purge protection enabled',
    remedy: 'Enable purge protection',
    retry: 'LATER',
  },
  {
    source: 'dotnet/machinelearning-modelbuilder#1348',
    body: {
      code: 'DeploymentFailed',
      message:
        'At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/DeployOperations for usage details.',
      details: [
        { code: 'BadRequest', message: "An invalid value was provided for 'accessPolicies'." },
      ],
    },
    code: 'KeyVaultAccessPolicies',
    says: "'accessPolicies'",
    remedy: 'another tenant',
    retry: 'LATER',
  },
  {
    source: 'Azure/azure-sdk-for-js#10473',
    body: armError('ValidationError', 'Request body was malformed', {
      details: [
        {
          code: null,
          message: 'Make sure to create your workspace using a client which support MSI',
        },
      ],
    }),
    code: 'ValidationError',
    says: 'using a client which support MSI',
    remedy: null,
    retry: 'NEVER',
  },
  {
    source: 'Azure/bicep-types-az#1805',
    body: {
      code: 'UserError',
      message:
        'Invalid registry request: Creating registry using an existing storage account is not permitted',
      details: [],
    },
    code: 'UserError',
    says: 'is not permitted',
    remedy: null,
    retry: 'NEVER',
  },
  {
    source:
      "Microsoft's page on compute clusters, which quotes no message: a workspace made before the GA release",
    body: armError(
      'BadRequest',
      'AmlCompute cannot be created in workspace mlw, which was created before the GA release.',
    ),
    code: 'WorkspacePredatesComputeClusters',
    says: 'before the GA release',
    remedy: 'Create a new workspace',
    retry: 'NEVER',
  },
  {
    source: 'Azure/MachineLearningNotebooks#157: what such workspaces were built on',
    body: armError('NotFound', 'The request failed.', {
      details: [
        {
          code: 'InvalidResourceType',
          message:
            "The resource type could not be found in the namespace 'Microsoft.BatchAI' for api version '2018-05-01'.",
        },
      ],
    }),
    code: 'WorkspacePredatesComputeClusters',
    says: 'Microsoft.BatchAI',
    remedy: 'Create a new workspace',
    retry: 'NEVER',
  },
  {
    source: 'MicrosoftDocs/azure-docs#52282: keys in capitals, JSON in details without a code',
    body: {
      Error: {
        Code: 'ResourceGroupDeletionBlocked',
        Target: null,
        Message:
          "Deletion of resource group 'rg-ml' failed as resources with identifiers 'Microsoft.DataMigration/services/dms,Microsoft.Network/networkInterfaces/nic' could not be deleted. The provisioning state of the resource group will be rolled back. The tracking Id is '1'. Please check audit logs for more details.",
        Details: [
          {
            Code: null,
            Target: `${group}/providers/Microsoft.DataMigration/services/dms`,
            Message:
              '{"error":{"code":"TaskIsRunning","message":"One or more tasks are currently running. To delete the service, please wait until the tasks have completed."}}',
          },
        ],
      },
    },
    code: 'ResourceGroupDeletionBlocked',
    says: "Deletion of resource group 'rg-ml' failed",
    remedy: 'Microsoft.DataMigration/services/dms',
    retry: 'LATER',
    details: ['TaskIsRunning', 'please wait until the tasks have completed'],
  },
  {
    source: 'Azure/bicep-registry-modules#1607: a list at the top, a numeric code',
    body: [
      {
        error: {
          code: 'ResourceGroupDeletionBlocked',
          message:
            "Deletion of resource group 'rg-ml' failed as resources with identifiers 'Microsoft.HealthBot/healthBots/bot' could not be deleted.",
          details: [
            {
              target: `${group}/providers/Microsoft.HealthBot/healthBots/bot`,
              message:
                '{"error":{"code":"400","message":"Resource not in terminal state. Wait until resource is in terminal provisioningState and try again"}}',
            },
          ],
        },
      },
    ],
    code: 'ResourceGroupDeletionBlocked',
    says: 'could not be deleted',
    remedy: 'Microsoft.HealthBot/healthBots/bot',
    retry: 'LATER',
    details: ['Resource not in terminal state'],
  },
  {
    source: 'Azure/terraform-provider-azapi#894',
    body: armError(
      'CannotDeleteResource',
      "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: 'Microsoft.X/accounts/a/projects/p'. Please delete all nested resources before deleting this resource.",
    ),
    code: 'CannotDeleteResource',
    says: 'nested resources exist',
    remedy: 'Microsoft.X/accounts/a/projects/p',
    retry: 'LATER',
  },
  {
    source: 'Azure/azure-cli#33756',
    body: armError(
      'ResourceNotFound',
      "The Resource 'Microsoft.MachineLearningServices/workspaces/mlw' under resource group 'rg-ml' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    ),
    code: 'ResourceNotFound',
    says: 'was not found',
    remedy: 'not in Azure',
    retry: 'NEVER',
  },
  {
    source: 'microsoft/AzureTRE#1920',
    body: armError('BadRequest', 'Cannot use storage with HNS enabled.'),
    code: 'StorageNotSupported',
    says: 'HNS enabled',
    remedy: 'without a hierarchical namespace',
    retry: 'NEVER',
  },
  {
    source: 'MicrosoftDocs/azure-docs#90426',
    body: armError(
      'UserError',
      'Access to workspace was denied based on workspace private link configuration.',
      {
        details: [],
        additionalInfo: [{ type: 'ComponentName', info: { value: 'managementfrontend' } }],
      },
    ),
    code: 'PrivateLinkDenied',
    says: 'private link configuration',
    remedy: "through the workspace's private endpoint",
    retry: 'LATER',
  },
  {
    source: 'microsoft/MCW-Business-continuity-and-disaster-recovery#53',
    body: {
      code: 'DeploymentFailed',
      message:
        'At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/DeployOperations for usage details.',
      details: [
        {
          code: 'BadRequest',
          message: `{\r\n "error": {\r\n "code": "InUseSubnetCannotBeDeleted",\r\n "message": "Subnet DATA is in use by ${group}/providers/Microsoft.Network/loadBalancers/lb/frontendIPConfigurations/fe and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.",\r\n "details": []\r\n }\r\n}`,
        },
      ],
    },
    code: 'InUseSubnetCannotBeDeleted',
    says: 'Subnet DATA is in use',
    remedy: `detach it from there: ${group}/providers/Microsoft.Network/loadBalancers/lb/frontendIPConfigurations/fe.`,
    retry: 'LATER',
  },
  {
    source: 'a group whose network is in use from another group',
    body: armError(
      'ResourceGroupDeletionBlocked',
      "Deletion of resource group 'rg-ml' failed as resources with identifiers 'Microsoft.Network/virtualNetworks/v' could not be deleted. The provisioning state of the resource group will be rolled back.",
      {
        details: [
          {
            code: null,
            target: `${group}/providers/Microsoft.Network/virtualNetworks/v`,
            message: `{"error":{"code":"InUseSubnetCannotBeDeleted","message":"Subnet n is in use by ${group}/providers/Microsoft.Network/networkInterfaces/nic/ipConfigurations/one and cannot be deleted.","details":[]}}`,
          },
        ],
      },
    ),
    code: 'ResourceGroupDeletionBlocked',
    says: 'could not be deleted',
    remedy: 'Microsoft.Network/virtualNetworks/v',
    retry: 'LATER',
    details: ['InUseSubnetCannotBeDeleted', 'networkInterfaces/nic'],
  },
  {
    source: 'Azure/sap-hana#211',
    body: armError(
      'InUseNetworkSecurityGroupCannotBeDeleted',
      `Network security group ${group}/providers/Microsoft.Network/networkSecurityGroups/nsg cannot be deleted because it is in use by the following resources: ${group}/providers/Microsoft.Network/virtualNetworks/v/subnets/n. In order to delete the Network security group, remove the association with the resource(s).`,
    ),
    code: 'InUseNetworkSecurityGroupCannotBeDeleted',
    says: 'cannot be deleted',
    remedy: 'virtualNetworks/v/subnets/n.',
    retry: 'LATER',
  },
  {
    source: 'Azure/AKS#3283: busy, under a code that says only that it failed',
    body: {
      status: 'Failed',
      error: {
        code: 'UpdateFailed',
        message:
          'Update failed for this resource, as there is a conflicting operation in progress. Please try after sometime.',
      },
    },
    code: 'AnotherOperationInProgress',
    says: 'conflicting operation in progress',
    remedy: 'wait until that has ended',
    retry: 'LATER',
  },
];
