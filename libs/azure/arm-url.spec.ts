import { describe, expect, it } from 'vitest';
import { apiVersionFor, armTypeOf } from './api-versions.js';
import { armScope } from './arm-scope.js';
import { armUrl } from './arm-url.js';
import { readRetryAfter } from './read-retry-after.js';

const sub = '/subscriptions/s';
const workspace = `${sub}/resourcegroups/g/providers/Microsoft.MachineLearningServices/workspaces/ws`;
const locations = `${sub}/providers/Microsoft.MachineLearningServices/locations/westus2`;

describe('the api-version', () => {
  it.each([
    [`${sub}/resourceGroups`, '2024-07-01'],
    [`${sub}/resourceGroups/g`, '2024-07-01'],
    [workspace, '2024-10-01'],
    [workspace.replace('/ws', ''), '2024-10-01'],
    [`${sub}/providers/microsoft.machinelearningservices/workspaces`, '2024-10-01'],
    [`${workspace}/computes`, '2025-06-01'],
    [`${workspace}/computes/cpu`, '2025-06-01'],
    [`${locations}/usages`, '2025-06-01'],
    [`${locations}/quotas`, '2025-06-01'],
    [`${locations}/vmSizes`, '2025-06-01'],
    [`${sub}/providers/Microsoft.Authorization/locks`, '2020-05-01'],
    [`${workspace}/providers/Microsoft.Authorization/locks/keep`, '2020-05-01'],
  ])('of %s is %s', (path, version) => {
    expect(apiVersionFor(path)).toBe(version);
  });

  it('is not guessed', () => {
    expect(() => apiVersionFor(`${sub}/providers/Microsoft.Odd/things/x`)).toThrow(
      'no api-version',
    );
    expect(() => apiVersionFor('/tenants')).toThrow('no api-version');
  });
});

it('reads the type from the last provider', () => {
  expect(armTypeOf(`${workspace}/providers/Microsoft.Authorization/locks/x`)).toBe(
    'microsoft.authorization/locks',
  );
});

it('adds a query', () => {
  const options = { query: { forceToPurge: 'true' } };
  expect(armUrl('https://arm.example/', workspace, options)).toBe(
    `https://arm.example${workspace}?forceToPurge=true&api-version=2024-10-01`,
  );
});

it.each([
  ['https://management.azure.com', 'https://management.azure.com/.default'],
  ['https://management.usgovcloudapi.net/', 'https://management.usgovcloudapi.net/.default'],
  ['https://127.0.0.1:4443', 'https://management.azure.com/.default'],
])('asks tokens for %s with %s', (endpoint, scope) => {
  expect(armScope(endpoint)).toBe(scope);
});

describe('Retry-After', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  it.each([
    ['17', 17],
    [' 0 ', 0],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30],
    ['Thu, 01 Jan 2020 00:00:30 GMT', 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s is %s seconds', (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds);
  });
});
