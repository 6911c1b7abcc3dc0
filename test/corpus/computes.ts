import { armError, group, subscription, type CorpusEntry } from './entry.js';

const nsg = `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg-ws`;
const subnet = `${group}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/training`;

/** Clusters, instances and attachments: their networks, scripts and states. */
export const computes: readonly CorpusEntry[] = [
  {
    source: 'microsoft/AzureTRE#2780',
    body: armError(
      'BadRequest',
      `The subnet has a network security group (${nsg}) that is missing the following rules below. Please add those rules or increase the priority to allow traffic if the rules already exist. { "name": "Outbound Storage 445", "properties": { "protocol": "TCP", "destinationPortRange": "445", "direction": "Outbound" } }`,
    ),
    code: 'NetworkRulesMissing',
    says: 'Outbound Storage 445',
    remedy: nsg,
    retry: 'LATER',
    target: nsg,
  },
  {
    source: 'Azure/terraform#85',
    body: armError(
      'BadRequest',
      `The specified subnet ${subnet} has PrivateLinkServiceNetworkPolicies or PrivateEndpointNetworkPolicies enabled. Please disable them to provision cluster/instance with no public IP. Please read this document for more details: https://aka.ms/AMLPLNetPolicies`,
    ),
    code: 'PrivateLinkPoliciesEnabled',
    says: 'Please disable them',
    remedy: `disable both on ${subnet}`,
    retry: 'LATER',
    target: subnet,
  },
  {
    source: 'sassoftware/viya4-iac-azure#163',
    body: armError(
      'SubnetNotFound',
      'Could not find subnet aks-subnet in vnet vnet from resource group rg-ml of subscription 00000000-0000-0000-0000-000000000000.',
    ),
    code: 'SubnetNotFound',
    says: 'aks-subnet',
    remedy: 'Check the id of the subnet',
    retry: 'LATER',
  },
  {
    source: 'Azure/azure-cli#19761: JSON with line ends as the message of a detail',
    body: {
      status: 'Failed',
      error: {
        code: 'DeploymentFailed',
        message:
          'At least one resource deployment operation failed. Please list deployment operations for details.',
        details: [
          {
            code: 'NotFound',
            message: `{\r\n  "error": {\r\n    "details": [],\r\n    "code": "NotFound",\r\n    "message": "Resource ${group}/providers/Microsoft.Network/virtualNetworks/VNET not found."\r\n  }\r\n}`,
          },
        ],
      },
    },
    code: 'SubnetNotFound',
    says: 'virtualNetworks/VNET not found',
    remedy: 'in the region of the compute',
    retry: 'LATER',
  },
  {
    source: 'Azure-Samples/ai-studio-in-a-box#2',
    body: armError(
      'BadRequest',
      'StorageMountError: The specified Azure ML Compute Instance vm1 setup failed with error "Failed to mount storage. Details - Hint:If you\'re using network security group rules, make sure to allow outbound connection to ports 443, 445 for storage service tag. For more details please visit aka.ms/AMLComputeVnet ". Please delete and try to recreate. If the problem persists, please follow up with Azure Support.',
    ),
    code: 'StorageMountError',
    says: 'Failed to mount storage',
    remedy: '443 and 445',
    retry: 'LATER',
  },
  {
    source: 'Azure/azure-sdk-for-go#18017: an operation as JSON in the message, cut off',
    body: armError(
      'BadRequest',
      `{"id":"https://australiaeast.api.azureml.ms/batchai${subscription}/operationresults/1","name":"1","status":"Failed","startTime":"2022-05-17T02:38:42.429Z","error":{"code":"SetupScriptsError","message":"The specified Azure ML Compute Instance ci1 user script setup failed with error \\"User specified setup script file not found. Details - SetupScriptsError:User specified setup scr`,
    ),
    code: 'SETUP_FAILED',
    says: 'User specified setup script file not found',
    remedy: 'mend the script',
    retry: 'NEVER',
  },
  {
    source: 'the same, whole',
    body: armError(
      'BadRequest',
      JSON.stringify({
        id: 'https://australiaeast.api.azureml.ms/batchai/operationresults/1?c=MII&s=abc',
        status: 'Failed',
        error: {
          code: 'SetupScriptsError',
          message:
            'The specified Azure ML Compute Instance ci1 user script setup failed with error "User specified setup script file not found."',
        },
      }),
    ),
    code: 'SETUP_FAILED',
    says: 'script file not found',
    remedy: 'mend the script',
    retry: 'NEVER',
    never: 'MII',
  },
  {
    source: 'microsoft/vscode-tools-for-ai#2096',
    body: armError(
      'BadRequest',
      'Long running operation failed with error: "{"error":{"code":"StartComputeInstanceOnlyAllowedInStoppedState","message":"Start Azure ML Compute Instance is only allowed when the instance ci1 is in \'stopped\' state"}}".',
    ),
    code: 'InvalidInstanceState',
    says: "in 'stopped' state",
    remedy: 'another state',
    retry: 'LATER',
  },
  {
    source: 'microsoft/vscode-tools-for-ai#2605',
    body: armError('BadRequest', 'StopCompute is not allowed when ComputeInstance disk is full.'),
    code: 'InstanceDiskFull',
    says: 'disk is full',
    remedy: 'Free space',
    retry: 'LATER',
  },
  {
    source: 'microsoft/vscode-tools-for-ai#1921',
    body: armError(
      'BadRequest',
      'The specified Azure ML Compute Instance ci1 was timed out for operation Start',
    ),
    code: 'InstanceTimedOut',
    says: 'timed out for operation Start',
    remedy: 'try again',
    retry: 'LATER',
  },
  {
    source: 'an instance for a user who is not there',
    body: armError(
      'UserError',
      'Assigned user with objectId 44444444-4444-4444-4444-444444444444 was not found in tenant 22222222-2222-2222-2222-222222222222.',
    ),
    code: 'AssignedUserNotFound',
    says: 'Assigned user',
    remedy: "assignedUser's object id and tenant id",
    retry: 'NEVER',
  },
  {
    source: 'Azure/azure-cli-extensions#515',
    body: {
      code: 'BadRequest',
      error: {
        code: 'BadRequest',
        details: [
          {
            code: 'BadRequestFormat',
            message:
              'Specified kubernetes version 1.12.4 is not supported. Supported versions are between 1.8 - 1.11 ',
          },
        ],
        message: 'The request is invalid',
        statusCode: 400,
      },
      message: 'The request is invalid',
    },
    code: 'KubernetesVersionNotSupported',
    says: 'Specified kubernetes version 1.12.4',
    remedy: 'Upgrade the cluster',
    retry: 'NEVER',
  },
  {
    source: 'microsoft/azure_arc#28',
    body: armError(
      'InvalidTemplateDeployment',
      "The template deployment 'aks' is not valid according to the validation procedure. See inner errors for details.",
      {
        details: [
          {
            additionalProperties: {},
            code: 'AgentPoolK8sVersionNotSupported',
            message:
              'Provisioning of resource(s) for container service aks in resource group rg-ml failed. Message: {\n  "code": "AgentPoolK8sVersionNotSupported",\n  "message": "Version 1.17.3 is not supported in this region. Please use [az aks get-versions] command to get the supported version list in this region."\n }. Details: ',
          },
        ],
      },
    ),
    code: 'KubernetesVersionNotSupported',
    says: 'Version 1.17.3 is not supported',
    remedy: 'Upgrade the cluster',
    retry: 'NEVER',
  },
  {
    source: 'Azure/AML-Kubernetes#155',
    body: armError(
      'InternalServerError',
      'An internal server error occurred. If the problem persists, contact support',
    ),
    code: 'InternalServerError',
    says: 'internal server error',
    remedy: 'give Azure support the request id',
    retry: 'LATER',
  },
  {
    source: 'MicrosoftDocs/azure-docs#85756',
    body: {
      error: {
        code: 'UserError',
        severity: null,
        message: 'ComputeListNodes with computeType ComputeInstance is not supported.',
        messageFormat: '{argumentName} is not supported.',
        innerError: { code: 'BadArgument', innerError: { code: 'ArgumentInvalid' } },
        debugInfo: null,
      },
    },
    code: 'ArgumentInvalid',
    says: 'ComputeListNodes with computeType ComputeInstance is not supported.',
    remedy: null,
    retry: 'NEVER',
  },
  {
    source: 'microsoft/AzureTRE#1083',
    body: armError(
      'PropertyNotAllowed',
      'Cluster without public IP is not supported in the compute region. Please refer to this documentation for the regions support No Public IP cluster https://docs.microsoft.com/azure/batch/batch-pool-no-public-ip-address',
    ),
    code: 'NoPublicIpNotSupported',
    says: 'not supported in the compute region',
    remedy: 'set enableNodePublicIp to true',
    retry: 'NEVER',
  },
  {
    source: 'Azure/data-product-analytics#70: a whole answer as the message, most of it null',
    body: {
      status: 'Failed',
      error: {
        code: 'UserError',
        message: JSON.stringify({
          error: {
            code: 'UserError',
            severity: null,
            message: "Provided EnableNodePublicIp 'False' requires workspace private endpoint.",
            messageFormat: null,
            target: null,
            details: [],
            innerError: null,
            debugInfo: null,
            additionalInfo: null,
          },
          correlation: { operation: '', request: '' },
          environment: 'eastus2',
          componentName: 'machinelearningcompute',
        }),
        details: [],
      },
    },
    code: 'PrivateEndpointRequired',
    says: 'requires workspace private endpoint',
    remedy: 'needs a private endpoint',
    retry: 'LATER',
    never: 'machinelearningcompute',
  },
  {
    source: 'MicrosoftDocs/azure-docs#109642',
    body: armError(
      'UserError',
      'Setting SSH key at creation time is not allowed when compute instance is provisioned on behalf of another user.',
    ),
    code: 'SshKeyOfAnotherUser',
    says: 'on behalf of another user',
    remedy: 'leave it out',
    retry: 'NEVER',
  },
  {
    source: 'Azure/azure-cli-extensions#1751',
    body: armError(
      'InvalidPropertyValue',
      'The specified value for property Cluster.Properties.UserAccountSettings.AdminUserSshPublicKey is not a valid SSH Public Key. A valid SSH Public Key must be a base64 encoded valid RSA key or DSA key',
    ),
    code: 'InvalidSshPublicKey',
    says: 'base64 encoded valid RSA key',
    remedy: 'as it stands in a .pub file',
    retry: 'NEVER',
  },
  {
    source: 'microsoft/azure_arc#360: JSON in the sentence of a detail',
    body: armError(
      'InvalidTemplateDeployment',
      "The template deployment 'aks' is not valid according to the validation procedure. The tracking id is '00000000-0000-0000-0000-000000000000'. See inner errors for details.",
      {
        details: [
          {
            code: 'InvalidParameter',
            message:
              'Provisioning of resource(s) for container service aks in resource group rg failed. Message: {\n  "code": "InvalidParameter",\n  "message": "The value of parameter linuxProfile.ssh.publicKeys.keyData is invalid. Please see https://aka.ms/aks-naming-rules for more details.",\n  "target": "linuxProfile.ssh.publicKeys.keyData"\n }. Details: ',
          },
        ],
      },
    ),
    code: 'InvalidSshPublicKey',
    says: 'keyData is invalid',
    remedy: 'as it stands in a .pub file',
    retry: 'NEVER',
    target: 'linuxProfile.ssh.publicKeys.keyData',
  },
  {
    source: 'Azure/MachineLearningNotebooks#906: a cluster that lost its machines',
    body: armError(
      'BadRequest',
      `BatchAI cluster '${group}/providers/Microsoft.BatchAI/workspaces/mlw/clusters/cpu' was not found.`,
    ),
    code: 'ClusterLost',
    says: 'was not found',
    remedy: 'delete it and create it again',
    retry: 'NEVER',
  },
  {
    source: 'microsoft-foundry/foundry-samples#302: Python in the sentence',
    body: armError(
      'BadRequest',
      "Failed to create Aml RP virtual workspace due to System.Exception: Failed async operation {\\n 'status': 'Failed',\\n 'error': {\\n 'code': 'InternalServerError',\\n 'message': 'InternalServerError'\\n }",
    ),
    code: 'InternalServerError',
    says: 'virtual workspace',
    remedy: 'try again',
    retry: 'LATER',
  },
];
