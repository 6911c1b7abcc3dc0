import { describe, expect, it } from 'vitest';
import type { PolicyApproval } from '#libs/operations';
import { combineApprovals } from './combine-approvals.rules.js';

const wanted = (change: Partial<PolicyApproval> = {}): PolicyApproval => ({
  required: 1,
  role: 'APPROVER',
  principalIds: [],
  ...change,
});

describe('rules that want approval', () => {
  it.each<[string, PolicyApproval[], object | undefined]>([
    ['none', [], undefined],
    ['one', [wanted()], { required: 1, role: 'APPROVER', principalIds: null }],
    [
      'two, of which the stricter counts in each respect',
      [wanted({ required: 3 }), wanted({ role: 'ADMIN', principalIds: ['jo'] })],
      { required: 3, role: 'ADMIN', principalIds: ['jo'] },
    ],
    [
      'two that name people: those whom both name',
      [wanted({ principalIds: ['jo', 'kim'] }), wanted({ principalIds: ['kim', 'lu'] })],
      { required: 1, role: 'APPROVER', principalIds: ['kim'] },
    ],
    [
      'two that name nobody in common: nobody, and not anybody',
      [wanted({ principalIds: ['jo'] }), wanted({ principalIds: ['kim'] })],
      { required: 1, role: 'APPROVER', principalIds: [] },
    ],
  ])('%s', (_, rules, combined) => {
    expect(combineApprovals(rules)).toEqual(combined);
  });
});
