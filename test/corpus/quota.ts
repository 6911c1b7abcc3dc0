import { armError, type CorpusEntry } from './entry.js';

/** Numbers that somebody can raise. */
export const quota: readonly CorpusEntry[] = [
  {
    source: 'Azure/mlops-v2#81',
    body: armError(
      'BadRequest',
      'The specified subscription has a total vCPU quota of 0 and cannot accomodate for at least 1 requested managed compute node which maps to 2 vCPUs.',
    ),
    code: 'QuotaExceeded',
    says: 'total vCPU quota of 0',
    remedy: 'vCPU quota',
    retry: 'LATER',
  },
  {
    source: 'microsoft/InnerEye-DeepLearning#253',
    body: {
      properties: null,
      error: {
        code: 'ClusterMinNodesExceedCoreQuota',
        message:
          "The specified subscription has a total vCPU quota of 4 and cannot accomodate for at least 1 requested compute training cluster and/or compute instance's node which maps to 24 vCPUs",
      },
    },
    code: 'ClusterMinNodesExceedCoreQuota',
    says: 'maps to 24 vCPUs',
    remedy: 'lower the node counts',
    retry: 'LATER',
  },
  {
    source: 'dotnet/machinelearning-modelbuilder#2140',
    body: armError(
      'BadRequest',
      'The specified subscription has a Standard NC family vCPU quota of 0 and cannot accomodate for at least 1 requested managed compute nodes which maps to 12 vCPUs. Talk to your Subscription Admin or refer to https://docs.microsoft.com/azure/machine-learning/how-to-manage-quotas#request-quota-increases to increase the family quota',
    ),
    code: 'QuotaExceeded',
    says: 'Standard NC family vCPU quota of 0',
    remedy: 'for this VM family',
    retry: 'LATER',
  },
  {
    source: 'MicrosoftLearning/mslearn-dp100#35',
    body: armError(
      'UserError',
      'Job submission to AzureML Compute encountered an Exception with status code JobNodeCountExceedsCoreQuota, The specified subscription has a Standard DSv2 family vCPU quota of 2 and is less than the requested job node count of 2 which maps to 4 vCPUs.',
    ),
    code: 'QuotaExceeded',
    says: 'less than the requested job node count',
    remedy: 'vCPU quota',
    retry: 'LATER',
  },
  {
    source: 'MicrosoftLearning/mslearn-dp100#35, with its code',
    body: armError('JobNodeCountExceedsCoreQuota', 'The specified subscription has a quota of 2.'),
    code: 'ClusterCoreQuotaReached',
    says: 'quota of 2',
    remedy: 'cannot grow',
    retry: 'LATER',
  },
  {
    source: 'Azure/azureml-sdk-for-r#267',
    body: armError(
      'OperationNotAllowed',
      'Operation could not be completed as it results in exceeding approved Total Regional Cores quota. Additional details - Deployment Model: Resource Manager, Location: westeurope, Current Limit: 10, Current Usage: 7, Additional Required: 12, (Minimum) New Limit Required: 19. Submit a request for Quota increase at https://aka.ms/ProdportalCRP/?#create/Microsoft.Support/Parameters/xyz by specifying parameters listed in the Details section for deployment to succeed.',
    ),
    code: 'QuotaExceeded',
    says: 'Current Limit: 10, Current Usage: 7',
    remedy: 'vCPU quota',
    retry: 'LATER',
  },
  {
    source: 'scylladb/scylla-cluster-tests#4994',
    body: armError(
      'OperationNotAllowed',
      'Operation could not be completed as it results in exceeding approved LowPriorityCores quota. Additional details - Deployment Model: Resource Manager, Location: eastus, Current Limit: 100, Current Usage: 100, Additional Required: 8, (Minimum) New Limit Required: 108.',
    ),
    code: 'QuotaExceeded',
    says: 'LowPriorityCores quota',
    remedy: 'vCPU quota',
    retry: 'LATER',
  },
  {
    source: 'hashicorp/terraform#10056',
    body: armError(
      'OperationNotAllowed',
      'Operation results in exceeding quota limits of Core. Maximum allowed: 20, Current in use: 20, Additional requested: 2.',
    ),
    code: 'QuotaExceeded',
    says: 'Maximum allowed: 20',
    remedy: 'vCPU quota',
    retry: 'LATER',
  },
  {
    source: 'MicrosoftDocs/azure-docs#57034',
    body: armError(
      'InvalidTemplateDeployment',
      "The template deployment 'aro' is not valid according to the validation procedure. See inner errors for details.",
      {
        details: [
          {
            code: 'QuotaExceeded',
            message:
              'Resource quota of cores exceeded. Maximum allowed: 20, Current in use: 0, Additional requested: 36',
          },
        ],
      },
    ),
    code: 'QuotaExceeded',
    says: 'Additional requested: 36',
    remedy: 'vCPU quota',
    retry: 'LATER',
  },
  {
    source: 'Azure/MachineLearningNotebooks#613',
    body: {
      code: 'OK',
      statusCode: 200,
      message:
        'failed with status "Failed". Additional Info:"Operation results in exceeding quota limits of Microsoft.Batchlusters"',
    },
    code: 'ResourceQuotaExceeded',
    says: 'quota limits of Microsoft.Batchlusters',
    remedy: 'delete some or ask Azure for a higher limit',
    retry: 'LATER',
  },
  {
    source: 'MicrosoftDocs/azure-docs#121466',
    body: armError(
      null,
      'OutOfQuota: Not enough cluster CPU quota. The amount of additional CPU quota requested is 8, and you are currently using 14. Your amount of maximum quota is 20.',
    ),
    code: 'QuotaExceeded',
    says: 'currently using 14',
    remedy: 'vCPU quota',
    retry: 'LATER',
  },
  {
    source: 'MicrosoftDocs/azure-docs#68561',
    body: armError('BadRequest', 'The request is invalid', {
      details: [
        {
          code: 'AccountVMSeriesCoreQuotaReached',
          message: 'The specified account has reached VM Series core quota for account ml.',
        },
      ],
    }),
    code: 'QuotaExceeded',
    says: 'reached VM Series core quota',
    remedy: 'vCPU quota',
    retry: 'LATER',
  },
  {
    source: 'dotnet/machinelearning-modelbuilder#664',
    body: armError(
      'BadRequest',
      "Long running operation failed with status 'Failed'. Additional Info:'The specified vmSize STANDARD_NC6S_V3 belongs to a specialty Sku. It requires your subscription to be whitelisted. Please contact support to whitelist your subscription for this vmSize'",
    ),
    code: 'QuotaExceeded',
    says: 'STANDARD_NC6S_V3 belongs to a specialty Sku',
    remedy: 'Ask for more vCPU quota',
    retry: 'LATER',
  },
  {
    source: 'a public address too many, as Microsoft documents the code',
    body: armError(
      'PublicIPCountLimitReached',
      'Cannot create more than 20 public IP addresses for this subscription in this region.',
    ),
    code: 'ResourceQuotaExceeded',
    says: 'more than 20 public IP addresses',
    remedy: 'delete some',
    retry: 'LATER',
  },
];
