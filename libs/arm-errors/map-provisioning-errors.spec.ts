import { expect, it } from 'vitest';
import { mapProvisioningErrors } from './map-provisioning-errors.js';

const quota = { error: { code: 'ClusterCoreQuotaReached', message: 'no cores left' } };
const odd = { error: { code: 'Odd', message: 'other' } };

it('finds the errors of both levels, each once', () => {
  const body = {
    properties: { provisioningErrors: [quota], properties: { errors: [quota, odd] } },
  };
  expect(mapProvisioningErrors(body)).toMatchObject([
    { code: 'ClusterCoreQuotaReached', retry: 'LATER' },
    { code: 'Odd' },
  ]);
});

it('takes errors that lack the outer object', () => {
  const body = { properties: { properties: { errors: [{ code: 'Odd', message: 'bare' }] } } };
  expect(mapProvisioningErrors(body)).toMatchObject([{ code: 'Odd', message: 'bare' }]);
});

it.each([
  undefined,
  {},
  { properties: null },
  { properties: { provisioningErrors: null, properties: { errors: null } } },
  { properties: { provisioningErrors: [null], properties: null } },
])('is empty for %j', (body) => {
  expect(mapProvisioningErrors(body)).toEqual([]);
});
