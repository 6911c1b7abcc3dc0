import { describe, expect, it } from 'vitest';
import { armScope } from './arm-scope.js';
import { armUrl } from './arm-url.js';
import { readRetryAfter } from './read-retry-after.js';

const workspace =
  '/subscriptions/s/resourcegroups/g/providers/Microsoft.MachineLearningServices/workspaces/ws';

it('adds a query', () => {
  const options = { version: '2024-10-01', query: { forceToPurge: 'true' } };
  expect(armUrl('https://arm.example/', workspace, options)).toBe(
    `https://arm.example${workspace}?forceToPurge=true&api-version=2024-10-01`,
  );
});

it.each([
  ['https://management.azure.com', 'https://management.azure.com/.default'],
  ['https://management.usgovcloudapi.net/', 'https://management.usgovcloudapi.net/.default'],
  ['https://127.0.0.1:4443', 'https://management.azure.com/.default'],
])('asks tokens for %s with %s', (endpoint, scope) => {
  expect(armScope({ endpoint })).toBe(scope);
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
