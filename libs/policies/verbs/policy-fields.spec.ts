import { expect, it } from 'vitest';
import { policyFields } from './policy-fields.js';

it.each([{}, { role: 'APPROVER' }, { role: 'ADMIN' }])('takes who approves: %j', (approval) => {
  expect(policyFields.approval.safeParse(approval).success).toBe(true);
});

it.each(['VIEWER', 'OPERATOR'])('refuses %s, who approves nothing', (role) => {
  const { error } = policyFields.approval.safeParse({ role });
  expect(error?.issues).toMatchObject([{ path: ['role'], message: 'must be APPROVER or ADMIN' }]);
});
