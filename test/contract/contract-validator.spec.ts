import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExample, specsFound, specsMissing } from './support/azure-specs.js';
import {
  type ContractValidator,
  type Exchange,
  createContractValidator,
} from './support/contract-validator.js';

const suite = 'the validator of exchanges';

describe.skipIf(!specsFound)(specsFound ? suite : `${suite}: ${specsMissing}`, () => {
  let validator: ContractValidator;
  beforeAll(async () => {
    validator = await createContractValidator();
  });
  afterAll(() => validator.close());

  /** The documents' own example: the exchange that errors are planted into. */
  const example = (): Exchange => {
    const { parameters, responses } = readExample(
      'machinelearningservices/2025-06-01',
      'Compute/createOrUpdate/BasicAmlCompute',
    );
    return {
      method: 'PUT',
      url: 'https://127.0.0.1:4443/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/ws1/computes/cpu?api-version=2025-06-01',
      requestHeaders: { 'content-type': 'application/json' },
      requestBody: parameters['parameters'],
      status: 201,
      responseHeaders: { 'content-type': 'application/json', ...responses['201']?.headers },
      responseBody: responses['201']?.body,
    };
  };
  const inner = (body: unknown) =>
    (body as { properties: { properties: Record<string, unknown> } }).properties;

  it('finds nothing wrong with the example', async () => {
    expect(await validator.violations(example())).toEqual([]);
    expect(validator.operationOf(example())).toBe('Compute_CreateOrUpdate');
  });

  const planted: [string, (exchange: Exchange) => void, RegExp][] = [
    [
      'a field of the request of the wrong type',
      ({ requestBody }) => (inner(requestBody).properties['vmSize'] = 7),
      /^PUT .* request: INVALID_TYPE .*vmSize/,
    ],
    [
      'a required field of the request that is missing',
      ({ requestBody }) => (inner(requestBody).properties['scaleSettings'] = {}),
      /request: OBJECT_MISSING_REQUIRED_PROPERTY .*maxNodeCount/,
    ],
    [
      'an api-version that is not the document’s',
      (exchange) => (exchange.url = exchange.url.replace('2025-06-01', '2020-01-01')),
      /api-version|2020-01-01/,
    ],
    [
      'a path that is in no document',
      (exchange) => (exchange.url = exchange.url.replace('/computes/', '/machines/')),
      /request: OPERATION_NOT_FOUND/,
    ],
    [
      'a status that is in no document',
      (exchange) => (exchange.status = 203),
      /response: INVALID_RESPONSE_CODE/,
    ],
    [
      'a field of the response of the wrong type',
      ({ responseBody }) => Object.assign(inner(responseBody), { provisioningState: 7 }),
      /response: INVALID_TYPE .*provisioningState/,
    ],
    [
      'a closed field of an answer with another content type',
      (exchange) => (exchange.responseHeaders['content-type'] = 'text/html'),
      /response: INVALID_CONTENT_TYPE/,
    ],
    [
      'an error that is not in ARM’s envelope',
      (exchange) => Object.assign(exchange, { status: 409, responseBody: { error: 'no' } }),
      /response: INVALID_TYPE .*error/,
    ],
  ];

  it.each(planted)('finds %s', async (_, plant, problem) => {
    const exchange = example();
    plant(exchange);
    expect((await validator.violations(exchange)).join('\n')).toMatch(problem);
  });

  it('takes the documents’ own delete, which has no bodies', async () => {
    const exchange: Exchange = {
      ...example(),
      method: 'DELETE',
      url: `${example().url}&underlyingResourceAction=Delete`,
      status: 202,
    };
    delete exchange.requestBody;
    delete exchange.responseBody;
    const { headers } =
      readExample('machinelearningservices/2025-06-01', 'Compute/delete').responses['202'] ?? {};
    exchange.responseHeaders = { ...headers };
    expect(await validator.violations(exchange)).toEqual([]);
    expect(validator.operationOf(exchange)).toBe('Compute_Delete');
  });
});
