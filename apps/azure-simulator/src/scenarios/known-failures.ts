import type { ArmErrorBody } from '../arm/arm-error.js';
import type { ArmedFault } from './fault.schema.js';

interface KnownFailure {
  message: string;
  when: 'request' | 'operation' | 'allocation';
  status: number;
}

/** What ARM says with these codes (docs/azure-facts.md#errors); a fault may say otherwise. */
const knownFailures: Readonly<Record<string, KnownFailure>> = {
  ClusterMinNodesExceedCoreQuota: {
    message:
      'The specified subscription has a total vCPU quota of 0 and cannot accomodate for at least 1 requested managed compute node which maps to 4 vCPUs.',
    when: 'operation',
    status: 400,
  },
  AllocationFailed: {
    message:
      'Allocation failed. We do not have sufficient capacity for the requested VM size in this region. Read more about improving likelihood of allocation success at http://aka.ms/allocation-guidance',
    when: 'allocation',
    status: 409,
  },
  SkuNotAvailable: {
    message:
      'The requested VM size is currently not available in this location. Please try another size or deploy to a different location or different zone. See https://aka.ms/azureskunotavailable for details.',
    when: 'operation',
    status: 409,
  },
  AuthorizationFailed: {
    message:
      "The client 'c' with object id 'o' does not have authorization to perform action 'Microsoft.MachineLearningServices/workspaces/computes/write' over scope 's' or the scope is invalid. If access was recently granted, please refresh your credentials.",
    when: 'request',
    status: 403,
  },
  ResourceGroupDeletionBlocked: {
    message:
      "Deletion of the resource group failed as resources with identifiers 'Microsoft.Network/virtualNetworks/shared' could not be deleted. The provisioning state of the resource group will be rolled back.",
    when: 'operation',
    status: 409,
  },
  AnotherOperationInProgress: {
    message:
      'Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: .',
    when: 'request',
    status: 409,
  },
  StorageAccountAlreadyTaken: {
    message: 'The storage account is already taken.',
    when: 'request',
    status: 409,
  },
  VaultAlreadyExists: {
    message:
      'The vault name is already in use. Vault names are globally unique so it is possible that the name is already taken.',
    when: 'request',
    status: 409,
  },
  RequestDisallowedByPolicy: {
    message: 'Resource was disallowed by policy.',
    when: 'request',
    status: 403,
  },
  MissingSubscriptionRegistration: {
    message:
      "The subscription is not registered to use namespace 'Microsoft.MachineLearningServices'. See https://aka.ms/rps-not-found for how to register subscriptions.",
    when: 'request',
    status: 409,
  },
};

export type FailureTime = KnownFailure['when'];

export const failureTime = ({ parameters }: ArmedFault<'FailsWith'>): FailureTime =>
  parameters.when ?? knownFailures[parameters.code]?.when ?? 'operation';

export const failureStatus = ({ parameters }: ArmedFault<'FailsWith'>): number =>
  parameters.statusCode ?? knownFailures[parameters.code]?.status ?? 400;

export const failureError = ({ parameters }: ArmedFault<'FailsWith'>): ArmErrorBody => ({
  code: parameters.code,
  message:
    parameters.message ??
    knownFailures[parameters.code]?.message ??
    `The operation failed with ${parameters.code}.`,
  ...(parameters.details ? { details: parameters.details } : {}),
});

/**
 * AML wraps what went wrong: the outer code says nothing, the useful one is in `details` (docs/azure-facts.md#errors).
 */
export const wrapped = (error: ArmErrorBody): ArmErrorBody => ({
  code: 'BadRequest',
  message: error.message,
  details: [error],
});
