import { describe, expect, it } from 'vitest';
import { ArmError, type ArmBody, type ArmPort } from '#libs/operations';
import { checkSubscription } from './check-subscription.js';

const id = '11111111-1111-4111-8111-111111111111';

const look = (answer: ArmBody | undefined | ArmError) => {
  const get = () => (answer instanceof ArmError ? Promise.reject(answer) : Promise.resolve(answer));
  return checkSubscription({ get } as unknown as ArmPort, id, {});
};

const refused = (
  httpStatus: number | undefined,
  code: string,
  kind: ArmError['kind'] = 'refused',
) =>
  new ArmError(kind, { code, message: `${code}.`, retry: 'NEVER' }, httpStatus, undefined, false);

describe('the subscription that is configured', () => {
  it.each(['Enabled', 'Warned', 'PastDue', 'SomethingNew'])(
    'is well where it is %s',
    async (state) => {
      expect(await look({ subscriptionId: id, state })).toEqual({ well: true });
    },
  );

  it.each([
    ['Disabled', 'Reactivate it'],
    ['disabled', 'Reactivate it'],
    ['Expired', 'It ran out'],
    ['Deleted', 'It is deleted'],
  ])('is said to take no changes where it is %s', async (state, remedy) => {
    expect(await look({ state })).toMatchObject({
      well: false,
      problem: {
        code: 'SubscriptionDisabled',
        message: `The subscription ${id} is ${state}: Azure takes no changes in it.`,
        remedy: expect.stringContaining(remedy) as string,
      },
    });
  });

  it.each([
    [404, 'SubscriptionNotFound', /give Armature's identity a role in it \(Contributor\)/],
    [401, 'InvalidAuthenticationToken', /of another tenant .* check AZURE_TENANT_ID/],
    [401, 'AuthenticationFailed', /AZURE_AUTHORITY_HOST/],
    [403, 'AuthorizationFailed', /has no role in the subscription .* some minutes/],
  ])('is told with what to do where Azure answers %i %s', async (status, code, remedy) => {
    expect(await look(refused(status, code))).toMatchObject({
      well: false,
      problem: { code, remedy: expect.stringMatching(remedy) as string },
    });
  });

  it.each(['InvalidAuthenticationTokenTenant', 'InvalidAuthenticationTokenAudience'])(
    'is told with what %s says itself',
    async (code) => {
      const error = { code, message: 'm', retry: 'LATER', remedy: 'what its words say' } as const;
      const answer = new ArmError('refused', error, 401, undefined, false);
      expect(await look(answer)).toEqual({ well: false, problem: error });
    },
  );

  it('is told where nobody answers at all', async () => {
    expect(await look(refused(undefined, 'CONNECTION_REFUSED', 'transient'))).toMatchObject({
      well: false,
      problem: { code: 'CONNECTION_REFUSED' },
    });
  });

  it.each([
    ['asks for fewer requests', refused(429, 'TooManyRequests', 'throttled')],
    ['is broken itself', refused(503, 'ServiceUnavailable', 'transient')],
  ])('is not judged where Azure %s', async (_, error) => {
    expect(await look(error)).toBeUndefined();
  });
});
