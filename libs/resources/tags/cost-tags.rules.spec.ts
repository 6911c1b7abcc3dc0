import { describe, expect, it } from 'vitest';
import { said } from '../../../test/support/said.js';
import { checkCostTags, resolveCostTags } from './cost-tags.rules.js';

describe('cost tags', () => {
  const team = { costCenter: '4711', defaultCostTags: { owner: 'ml', environment: 'test' } };
  const required = ['costCenter', 'owner', 'environment'];

  it('come from the request, else from the team, and say from where', () => {
    expect(resolveCostTags([{ key: 'Owner', value: 'ann' }], team)).toEqual([
      { key: 'Owner', value: 'ann', source: 'REQUEST' },
      { key: 'costCenter', value: '4711', source: 'TEAM_DEFAULT' },
      { key: 'environment', value: 'test', source: 'TEAM_DEFAULT' },
    ]);
  });

  it("let the team's own default stand over its cost centre", () => {
    const tags = resolveCostTags([], { costCenter: '1', defaultCostTags: { CostCenter: '2' } });
    expect(tags).toEqual([{ key: 'costCenter', value: '2', source: 'TEAM_DEFAULT' }]);
  });

  it('are refused by key and field where a required one is missing or empty', () => {
    const bare = { costCenter: '4711', defaultCostTags: {} };
    const asked = [{ key: 'owner', value: ' ' }];
    const { errors } = checkCostTags(asked, resolveCostTags(asked, bare), required);
    expect(errors.map(({ code, field, message }) => [code, field?.join('.'), message])).toEqual([
      ['COST_TAG_REQUIRED', 'input.costTags.0.value', expect.stringContaining("'owner'")],
      ['COST_TAG_REQUIRED', 'input.costTags', expect.stringContaining("'environment'")],
    ]);
  });

  it('may be more than asked for, but not more than Azure takes', () => {
    const asked = Array.from({ length: 48 }, (_, i) => ({ key: `k${i}`, value: 'v' }));
    const resolved = resolveCostTags(asked, team);
    expect(said(checkCostTags(asked, resolved, required))).toEqual([
      'INVALID_INPUT input.costTags',
    ]);
  });
});
