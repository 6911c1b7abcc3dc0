import type { HttpMethods } from '@azure/core-rest-pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { armOperations, exampleOf, operationOf, type ArmOperation } from '#libs/arm-versions';
import { specsFound, specsMissing } from './support/azure-specs.js';
import { createContractValidator, type ContractValidator } from './support/contract-validator.js';
import { startSimulatedAzure, type SimulatedAzure } from './support/simulated-azure.js';

const methods: Readonly<Record<string, HttpMethods>> = {
  get: 'GET',
  list: 'GET',
  put: 'PUT',
  delete: 'DELETE',
};

/** A request that is this operation, at each of its versions. */
function requestsOf(operation: ArmOperation) {
  const { path, verb } = exampleOf(operation, '34adfa4f-cedf-4dc0-ba29-b6d1a69ab345');
  const method: HttpMethods = methods[verb] ?? 'POST';
  return armOperations[operation].map((version) => ({
    operation,
    method,
    path,
    version,
    verb,
    url: `${path}${method === 'POST' ? `/${verb}` : ''}?api-version=${version}`,
  }));
}

const requests = (Object.keys(armOperations) as ArmOperation[]).flatMap(requestsOf);

describe('every api-version of the table', () => {
  let azure: SimulatedAzure;
  beforeAll(async () => {
    azure = await startSimulatedAzure();
  });
  afterAll(() => azure?.stop());

  it('belongs to the operation that its path and verb are', () => {
    for (const { operation, path, verb } of requests)
      expect(operationOf(verb, path)).toBe(operation);
  });

  it('is one that the simulator serves for its operation', async () => {
    const refused: string[] = [];
    for (const { operation, method, url, version } of requests) {
      const { status, responseBody } = await azure.send(
        method,
        url,
        method === 'GET' ? undefined : {},
      );
      const text = JSON.stringify(responseBody ?? '');
      if (status === 405 || /api-versions|supported versions|resource type/.test(text))
        refused.push(`${operation} ${version}: ${status} ${text}`);
    }
    expect(refused).toEqual([]);
  });
});

/**
 * No document of these lies beside the project: what is known of them is in docs/azure-facts.md#api-versions, and
 * nothing holds us to it.
 */
const withoutDocument = new Set([
  ...['2020-01-01', '2021-01-01', '2022-12-01'].map((version) => `subscriptions ${version}`),
  'resourceGroups 2022-09-01',
  'resourceGroups 2021-04-01',
  'locks 2017-04-01',
  'providers 2021-04-01',
  'providers 2022-09-01',
  'resources 2022-09-01',
  'resources 2021-04-01',
  'locks 2016-09-01',
  'permissions 2022-04-01',
  'permissions 2018-07-01',
  'permissions 2015-07-01',
  'connectedClusters 2021-10-01',
  'managedClusters 2024-09-01',
  'managedClusters 2023-05-01',
  'extensions 2022-11-01',
  'extensions 2022-03-01',
  ...['2023-05-01', '2022-09-01'].map((version) => `storageAccounts ${version}`),
  ...['2023-07-01', '2022-07-01'].map((version) => `vaults ${version}`),
  ...['2023-07-01', '2022-07-01'].map((version) => `deletedVaults ${version}`),
  ...['2020-02-02', '2015-05-01'].map((version) => `components ${version}`),
  ...['2023-09-01', '2022-10-01'].map((version) => `logAnalytics ${version}`),
  ...['2023-07-01', '2023-01-01-preview'].map((version) => `registries ${version}`),
  'workspaces 2024-04-01',
  'workspaces 2023-10-01',
  'computes 2022-10-01',
  'computes 2023-08-01-preview',
  'computes 2021-07-01',
  'computes 2021-03-01-preview',
  'usages 2024-04-01',
  'usages 2022-10-01',
  'quotas 2024-04-01',
  'quotas 2022-10-01',
  'vmSizes 2024-04-01',
  'vmSizes 2022-10-01',
]);

const suite = 'every api-version of the table, in the OpenAPI documents';
describe.skipIf(!specsFound)(specsFound ? suite : `${suite}: ${specsMissing}`, () => {
  let validator: ContractValidator;
  beforeAll(async () => {
    validator = await createContractValidator();
  });
  afterAll(() => validator?.close());

  it('has its operation, or no document at hand', () => {
    const unknown = requests
      .filter(({ method, url }) => {
        const exchange = { method, url: `https://management.azure.com${url}` };
        return (
          validator.operationOf({
            ...exchange,
            requestHeaders: {},
            status: 200,
            responseHeaders: {},
          }) === undefined
        );
      })
      .map(({ operation, version }) => `${operation.split('/')[0]} ${version}`);
    expect(new Set(unknown)).toEqual(withoutDocument);
  });
});
