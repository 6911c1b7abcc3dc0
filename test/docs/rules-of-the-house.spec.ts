import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { submitting } from '#libs/catalogue';
import type { PolicyRule } from '#libs/operations';
import { checkRule } from '../../libs/policies/check-rule.js';
import { Conditions } from '../../libs/policies/conditions/evaluate.js';
import { normalised } from '../../libs/policies/facts/normalised.rules.js';
import { Policies } from '../../libs/policies/policies.js';

const folder = 'docs/guides/policies';
const guide = readFileSync('docs/guides/rules-of-the-house.md', 'utf8');
const policies = new Policies(submitting, { currency: 'USD', notAsked: undefined });

interface Example {
  policy: Omit<PolicyRule, 'description' | 'enabled'>;
  cases: { facts: object; applies: boolean }[];
}

const nothingElse = { description: null, approval: null, defaults: null, enabled: true };

describe.each(readdirSync(folder))('%s', (file) => {
  const { policy, cases } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Example;
  const conditions = new Conditions();
  conditions.declare('all', policies.factsOf(policy.verbs));

  it('is a policy that can be made', () => {
    expect(checkRule(policies, { ...nothingElse, ...policy })).toEqual([]);
  });

  it('stands in the guide as it is', () => {
    expect(guide).toContain(`(policies/${file})`);
    expect(guide).toContain(policy.condition);
  });

  it.each(cases)('applies or not: $facts', ({ facts, applies }) => {
    const brought = conditions.bring('all', normalised(facts) as Record<string, unknown>);
    expect(conditions.evaluate('all', policy.condition, brought)).toBe(applies);
  });
});
