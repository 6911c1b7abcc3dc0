import type { DomainError } from '#libs/kernel';
import type { AnyVerb } from '#libs/verbs';
import { wrongCondition } from './conditions/wrong-condition.js';
import { invalid, wrongFields } from './check-defaults.js';
import type { FactFields } from './facts/fact-type.js';
import type { PolicyRule } from '#libs/operations';

/** What a rule is checked against: the verbs that submit an operation, and what a policy for some of them may read. */
export interface Checked {
  verbNamed(name: string): AnyVerb | undefined;
  factsOf(verbs: readonly string[]): FactFields;
}

/** What of a rule can not be as it is, each with the field and what would be right; empty: it can. */
export function checkRule(against: Checked, rule: PolicyRule): DomainError[] {
  const unknown = rule.verbs.filter((name) => !against.verbNamed(name));
  if (unknown.length > 0)
    return unknown.map((name) =>
      invalid('verbs', `names '${name}', which is no mutation that submits an operation`),
    );
  const condition = wrongCondition(factsFor(against, rule), rule.condition);
  return [
    ...(condition === undefined ? [] : [invalid('condition', condition)]),
    ...wrongApproval(rule),
    ...wrongDefaults(against, rule),
  ];
}

/** What is known before anything was worked out: defaults are set by these alone. */
const early: readonly string[] = ['verb', 'input', 'team', 'actor', 'now'];

function factsFor(against: Checked, { verbs, effect }: PolicyRule): FactFields {
  const all = against.factsOf(verbs);
  if (effect !== 'SET_DEFAULT') return all;
  const known = Object.entries(all.fields).filter(([name]) => early.includes(name));
  return { fields: Object.fromEntries(known) };
}

function wrongApproval({ effect, approval }: PolicyRule): DomainError[] {
  if (approval === null || effect === 'REQUIRE_APPROVAL') return [];
  return [invalid('approval', 'goes with the effect REQUIRE_APPROVAL alone: leave it out')];
}

function wrongDefaults(against: Checked, { effect, defaults, verbs }: PolicyRule): DomainError[] {
  if (effect !== 'SET_DEFAULT')
    return defaults === null
      ? []
      : [invalid('defaults', 'goes with the effect SET_DEFAULT alone: leave it out')];
  if (Object.keys(defaults ?? {}).length === 0)
    return [invalid('defaults', 'must name a field and its value: SET_DEFAULT sets nothing else')];
  if (verbs.length === 0)
    return [invalid('verbs', 'must name the mutations whose fields SET_DEFAULT sets')];
  return verbs.flatMap((name) => {
    const verb = against.verbNamed(name);
    return verb ? wrongFields(verb, defaults ?? {}) : [];
  });
}
