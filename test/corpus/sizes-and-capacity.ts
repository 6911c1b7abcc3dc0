import { armError, group, type CorpusEntry } from './entry.js';

const oldSizes =
  'STANDARD_D1,STANDARD_D11,STANDARD_D11_V2,STANDARD_D12,STANDARD_D12_V2,STANDARD_D13,STANDARD_D13_V2,STANDARD_D14,STANDARD_D14_V2,STANDARD_D1_V2,STANDARD_D2,STANDARD_D2_V2,STANDARD_D3,STANDARD_D3_V2,STANDARD_D4,STANDARD_D4_V2,STANDARD_DS2_V2,STANDARD_DS3_V2,STANDARD_F2S_V2,STANDARD_NC12,STANDARD_NC24r,STANDARD_NC6,STANDARD_NC6S_V3,STANDARD_ND24RS';

/** Sizes that are not offered, and machines that are not there for now. */
export const sizesAndCapacity: readonly CorpusEntry[] = [
  {
    source: 'Azure/MachineLearningNotebooks#1169',
    body: {
      error: {
        code: 'InvalidPropertyValue',
        message:
          'The specified value Standard_B2s for property Cluster.Properties.VMSize is not a supported VM size. See additional details for supported VM sizes.',
        details: [{ code: 'SupportedVMSizes', message: oldSizes }],
      },
    },
    code: 'SIZE_NOT_SUPPORTED',
    says: 'The specified value Standard_B2s',
    remedy: ['Standard_B2s is not supported here', 'STANDARD_D2_V2', 'others that vmSizes lists'],
    retry: 'NEVER',
    target: 'Standard_B2s',
    details: ['SupportedVMSizes'],
  },
  {
    source: 'microsoft/az-deep-batch-score#4',
    body: {
      code: 'BadRequest',
      message: 'The request is invalid',
      error: {
        code: 'BadRequest',
        statusCode: 400,
        message: 'The request is invalid',
        details: [
          {
            code: 'The request is invalid',
            message: `RequestId: \nError code: 'InvalidPropertyValue'. Target: ''. Message: 'The specified value Standard_D2s_v3 for property Cluster.Properties.VMSize is not a supported VM size. See additional details for supported VM sizes.'\n    Error code: 'SupportedVMSizes'. Target: ''. Message: '${oldSizes}'`,
          },
        ],
      },
    },
    code: 'SIZE_NOT_SUPPORTED',
    says: 'The specified value Standard_D2s_v3',
    remedy: ['Standard_D2s_v3 is not supported here', 'STANDARD_D2_V2'],
    retry: 'NEVER',
    target: 'Standard_D2s_v3',
  },
  {
    source: 'a public test, with the list in the sentence',
    body: armError(
      'InvalidPropertyValue',
      'The specified value Standard_NV18ads_A10_v5 for property Cluster.Properties.VMSize is not a supported VM size. Supported VM sizes: STANDARD_D1,STANDARD_D2,STANDARD_NC6,STANDARD_NV6,STANDARD_NV12',
    ),
    code: 'SIZE_NOT_SUPPORTED',
    says: 'Standard_NV18ads_A10_v5',
    remedy: ['Standard_NV18ads_A10_v5 is not supported', 'STANDARD_NV12, STANDARD_NV6', 'no quota'],
    retry: 'NEVER',
  },
  {
    source: 'a public report, without any list',
    body: armError(
      'InvalidPropertyValue',
      'The specified value Standard_NV36ads_A10_v5 for property Cluster.Properties.VMSize is not a supported VM size.',
    ),
    code: 'SIZE_NOT_SUPPORTED',
    says: 'Standard_NV36ads_A10_v5',
    remedy: ['one that vmSizes lists for the region', 'take low priority'],
    retry: 'NEVER',
  },
  {
    source: 'ansible-collections/azure#1243',
    body: armError(
      'InvalidParameter',
      'The value  provided for the VM size is not valid.The valid sizes in the current region are: Standard_NC4as_T4_v3,Standard_NC8as_T4_v3,Standard_B1ls,Standard_B1ms,Standard_D1_v2,Standard_D2_v2,Standard_D3_v2',
    ),
    code: 'SIZE_NOT_SUPPORTED',
    says: 'provided for the VM size is not valid',
    remedy: 'Standard_B1ls',
    retry: 'NEVER',
  },
  {
    source: 'iterative/terraform-provider-iterative#279',
    body: armError(
      'VMSizeNotSupported',
      "Virtual Machine size: 'Standard_NC6' is not supported for subscription 00000000-0000-0000-0000-000000000000 in location 'westus'. The available VM sizes are: 'Standard_B1ls,Standard_B1ms,Standard_NC4as_T4_v3,Standard_NC64as_T4_v3'",
    ),
    code: 'SIZE_NOT_SUPPORTED',
    says: "'Standard_NC6' is not supported",
    remedy: ['Standard_NC6 is not supported', 'Standard_NC4as_T4_v3, Standard_NC64as_T4_v3'],
    retry: 'NEVER',
    target: 'Standard_NC6',
  },
  {
    source: 'microsoft/service-fabric-issues#1270',
    body: armError(
      'BadRequest',
      'The requested VM size Standard_DS11_v2 (3 instances) is not available in the current region. The sizes available in the current region are: Standard_A0\nStandard_A1\nStandard_DS1\nStandard_DS12\nStandard_D11_v2.',
    ),
    code: 'SIZE_NOT_SUPPORTED',
    says: 'Standard_DS11_v2',
    remedy: ['Standard_DS11_v2 is not supported', 'Standard_DS12'],
    retry: 'NEVER',
  },
  {
    source: 'microsoft/PartsUnlimitedMRP#133',
    body: armError(
      'SkuNotAvailable',
      `The requested size for resource '${group}/providers/Microsoft.Compute/virtualMachines/vm1' is currently not available in location 'brazilsouth' zones '' for subscription '00000000-0000-0000-0000-000000000000'. Please try another size or deploy to a different location or zones. See https://aka.ms/azureskunotavailable for details.`,
    ),
    code: 'SkuNotAvailable',
    says: "location 'brazilsouth'",
    remedy: 'More quota does not help',
    retry: 'LATER',
  },
  {
    source: 'microsoft/azure_arc#2065',
    body: armError(
      'InvalidTemplateDeployment',
      "The template deployment 'core-1' is not valid according to the validation procedure. The tracking id is '1'. See inner errors for details.",
      {
        details: [
          {
            code: 'SkuNotAvailable',
            message:
              "The requested VM size for resource 'Following SKUs have failed for Capacity Restrictions: Standard_D8s_v3' is currently not available in location 'westus2'. Please try another size or deploy to a different location or different zone.",
          },
        ],
      },
    ),
    code: 'SkuNotAvailable',
    says: 'Capacity Restrictions: Standard_D8s_v3',
    remedy: 'no machines of this size',
    retry: 'LATER',
  },
  {
    source: 'the text that Azure gives with AllocationFailed, under a code that says nothing',
    body: armError(
      'BadRequest',
      'Allocation failed. We do not have sufficient capacity for the requested VM size in this region. Read more about improving likelihood of allocation success at http://aka.ms/allocation-guidance',
    ),
    code: 'AllocationFailed',
    says: 'sufficient capacity',
    remedy: 'another VM size or region',
    retry: 'LATER',
  },
  {
    source: 'Azure/azure-sdk-for-python, a zone without room',
    body: armError('OverconstrainedZonalAllocationRequest', 'Allocation failed in zone 1.'),
    code: 'AllocationFailed',
    says: 'zone 1',
    remedy: 'try again later',
    retry: 'LATER',
  },
  {
    source: 'Azure/azureml-sdk-for-r#319: a list of sizes without the one that was asked for',
    body: {
      code: 'BadArgument',
      message: `InvalidTemplateDeployment: Details: RequestId: 0\nError code: 'InvalidTemplateDeployment'. Target: ''. Message: 'The template deployment 'aks' is not valid according to the validation procedure. The tracking id is '0'. See inner errors for details.'\n    Error code: 'BadRequest'. Target: ''. Message: 'Provisioning of resource(s) for container service aks in resource group rg failed. Message: {\n      "code": "BadRequest",\n      "message": "The VM size of AgentPoolProfile:agentpool is not allowed in your subscription in location 'australiaeast'. The available VM sizes are Standard_A2_v2,Standard_D2_v3. For more details, please visit https://aka.ms/cpu-quota"\n     }. Details: '`,
    },
    code: 'SIZE_NOT_SUPPORTED',
    says: 'not allowed in your subscription',
    remedy: ['This VM size is not supported here', 'Standard_A2_v2, Standard_D2_v3'],
    retry: 'NEVER',
  },
];
