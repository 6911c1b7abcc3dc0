import { nothing, refusal, type FieldPath, type Findings } from './findings.rules.js';

/** Which names Azure takes of a kind of resource. */
export interface NameRule {
  pattern: RegExp;
  /** The same in words. */
  says: string;
}

/** NAME_INVALID where Azure would refuse the name (docs/azure-facts.md#names). */
export const checkName = (
  { pattern, says }: NameRule,
  name: string,
  field: FieldPath = ['input', 'name'],
): Findings => (pattern.test(name) ? nothing : refusal('NAME_INVALID', field, says));
