import { describe, expect, it } from 'vitest';
import { causeOf } from './apply-rule.js';
import { mapErrorBody } from './map-error-body.js';

const map = (body: unknown, armRequestId?: string) =>
  mapErrorBody(body, { fallbackCode: 'HTTP 400', armRequestId });
const error = (code: string, message: string, rest: object = {}) => ({
  error: { code, message, ...rest },
});

describe('the innermost useful code', () => {
  const quotaText =
    'The specified subscription has a total vCPU quota of 10 and cannot accomodate for at least 3 requested managed compute node which maps to 12 vCPUs.';

  it('is found under a generic BadRequest, with the request id kept', () => {
    const body = error('BadRequest', 'Deployment failed', {
      details: [{ code: 'ClusterMinNodesExceedCoreQuota', message: quotaText }],
    });
    const mapped = map(body, 'r-1');
    expect(mapped).toMatchObject({
      code: 'ClusterMinNodesExceedCoreQuota',
      message: quotaText,
      retry: 'LATER',
      armRequestId: 'r-1',
    });
    expect(mapped.remedy).toContain('quota');
    expect(mapped.details).toBeUndefined();
  });

  it('is found under innerError, whose message stands outside', () => {
    const body = error('UserError', 'no more', {
      innerError: { code: 'BadArgument', innerError: { code: 'ClusterCoreQuotaReached' } },
    });
    expect(map(body)).toMatchObject({ code: 'ClusterCoreQuotaReached', message: 'no more' });
  });

  it('is found under debugInfo.errorResponse and in a message that holds JSON', () => {
    const inner = error('SkuNotAvailable', 'not there');
    expect(map(error('UserError', 'x', { debugInfo: { errorResponse: inner } })).code).toBe(
      'SkuNotAvailable',
    );
    expect(map(error('BadRequest', JSON.stringify(inner)))).toMatchObject({
      code: 'SkuNotAvailable',
      message: 'not there',
    });
  });

  it('stays outside where the inside says less', () => {
    const body = error('ScopeLocked', "scope(s) are locked: '/subscriptions/s'", {
      details: [{ code: 'BadRequest', message: 'no' }],
    });
    expect(map(body).code).toBe('ScopeLocked');
  });

  it('is the innermost unknown code where the catalogue knows none', () => {
    const body = error('BadRequest', 'a', { details: [{ code: 'VnetTooSmall', message: 'b' }] });
    expect(map(body)).toMatchObject({ code: 'VnetTooSmall', message: 'b', retry: 'NEVER' });
  });

  it('keeps the other innermost errors as details', () => {
    const details = [
      { code: 'AllocationFailed', message: 'a' },
      { code: 'VnetTooSmall', message: 'b' },
    ];
    expect(map(error('BadRequest', 'both', { details }))).toMatchObject({
      code: 'AllocationFailed',
      details: [{ code: 'VnetTooSmall', message: 'b', retry: 'NEVER' }],
    });
  });

  it('is read from a body with code and message at the top', () => {
    expect(map({ code: 'UserError', message: 'not supported', severity: null })).toMatchObject({
      code: 'UserError',
      message: 'not supported',
    });
  });

  it('is the fallback where the body holds none', () => {
    for (const body of [undefined, '<html>', 7, [], {}, { error: null }])
      expect(map(body)).toMatchObject({ code: 'HTTP 400', message: 'Azure gave no reason.' });
  });

  it('survives a body nested without end', () => {
    const endless: Record<string, unknown> = { code: 'UserError', message: 'round' };
    endless['innerError'] = endless;
    expect(map({ error: endless }).code).toBe('UserError');
  });
});

describe('quota and capacity', () => {
  it.each([
    ['QuotaExceeded', 'full'],
    ['ResourceQuotaExceeded', 'full'],
    ['ClusterCoreQuotaReached', 'full'],
    ['ClusterMinNodesExceedCoreQuota', 'full'],
    ['OperationNotAllowed', 'Operation results in exceeding quota limits of Core. Maximum: 10'],
    ['OK', 'cluster failed with status "Failed" because it is exceeding quota limits'],
  ])('calls %s quota', (code, message) => {
    expect(causeOf(map(error(code, message)))).toBe('quota');
  });

  it.each(['SkuNotAvailable', 'AllocationFailed', 'ZonalAllocationFailed'])(
    'calls %s capacity',
    (code) => {
      const mapped = map(error(code, 'The requested size is not available.'));
      expect(causeOf(mapped)).toBe('capacity');
      expect(mapped.remedy).toContain('More quota does not help');
    },
  );

  it('does not call every OperationNotAllowed quota', () => {
    expect(map(error('OperationNotAllowed', 'The size is not allowed')).retry).toBe('NEVER');
  });
});

describe('remedies name what Azure named', () => {
  it('the locked scope', () => {
    const scope = '/subscriptions/s/resourceGroups/g';
    const mapped = map(
      error(
        'ScopeLocked',
        `The scope '${scope}/providers/X/y/z' cannot perform delete operation because following scope(s) are locked: '${scope}'. Please remove the lock and try again.`,
      ),
    );
    expect(mapped).toMatchObject({ target: scope, retry: 'LATER' });
    expect(mapped.remedy).toBe(`Remove the lock on ${scope}, then try again.`);
  });

  it('the locked scope, though Azure names the lock itself', () => {
    const lock = '/subscriptions/s/providers/Microsoft.Authorization/locks/keep';
    const mapped = map(error('ScopeLocked', `scope(s) are locked: '${lock}'.`));
    expect(mapped.target).toBe('/subscriptions/s');
  });

  it('the action and the scope that are not permitted', () => {
    const mapped = map(
      error(
        'AuthorizationFailed',
        "The client 'c' with object id 'o' does not have authorization to perform action 'Microsoft.X/y/write' over scope '/subscriptions/s' or the scope is invalid.",
      ),
    );
    expect(mapped.target).toBe('/subscriptions/s');
    expect(mapped.remedy).toContain('Microsoft.X/y/write on /subscriptions/s');
  });

  it('the linked scope', () => {
    const mapped = map(
      error(
        'LinkedAuthorizationFailed',
        "The client 'c' with object id 'o' has permission to perform action 'a/write' on scope '/subscriptions/s'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope(s) '/subscriptions/n' (respectively) or the linked scope(s) are invalid.",
      ),
    );
    expect(mapped.target).toBe('/subscriptions/n');
    expect(mapped.remedy).toContain('subnets/join/action on /subscriptions/n');
  });

  it('the provider to register', () => {
    const mapped = map(
      error(
        'MissingSubscriptionRegistration',
        "The subscription is not registered to use namespace 'Microsoft.MachineLearningServices'.",
      ),
    );
    expect(mapped.remedy).toContain('--namespace Microsoft.MachineLearningServices');
  });

  it('the policy', () => {
    const additionalInfo = [
      { type: 'PolicyViolation', info: { policyAssignmentDisplayName: 'No public IPs' } },
    ];
    const mapped = map(
      error('RequestDisallowedByPolicy', "Resource 'cpu' was disallowed by policy.", {
        additionalInfo,
      }),
    );
    expect(mapped).toMatchObject({ target: 'cpu', retry: 'NEVER' });
    expect(mapped.remedy).toContain('(No public IPs)');
  });

  it('purging for a soft-deleted workspace', () => {
    const mapped = map(
      error('BadRequest', 'Soft-deleted workspace exists. Please purge or recover it.'),
    );
    expect(mapped.code).toBe('SoftDeletedWorkspaceExists');
    expect(mapped.remedy).toContain('Purge');
  });

  it.each([
    'The workspace was created before general availability and cannot create AmlCompute.',
    'Workspace ws predates the GA release. Create a new workspace.',
    'This workspace does not support compute clusters because it was created in preview.',
  ])('a new workspace for one from before general availability: %s', (message) => {
    const mapped = map(error('BadRequest', message));
    expect(mapped.code).toBe('WorkspacePredatesComputeClusters');
    expect(mapped.remedy).toContain('Create a new workspace');
  });

  it('no new workspace for other refusals', () => {
    const mapped = map(error('BadRequest', 'The workspace must be deleted before the group.'));
    expect(mapped.code).toBe('BadRequest');
  });
});

it('keeps no token and no signature of what Azure wrote', () => {
  const mapped = map(
    error(
      'Odd',
      'GET https://management.azure.com/x?api-version=1&c=MII&s=abc failed for Bearer eyJhbGciOi.eyJzdWIi.c2ln, adminUserPassword: "hunter2"',
      { target: 'https://management.azure.com/y?t=1&s=sig' },
    ),
  );
  expect(JSON.stringify(mapped)).not.toMatch(/MII|abc|eyJ|hunter2|sig/);
  expect(mapped.message).toContain('https://management.azure.com/x?');
});
