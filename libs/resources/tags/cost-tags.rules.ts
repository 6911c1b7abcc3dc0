import { nothing, refusal, together, type FieldPath, type Findings } from '../findings.rules.js';
import type { CostTag } from '../resource.js';
import { checkTagCount, checkTags, sameTagKey, type Tag } from './tags.rules.js';

/** What a team gives to the tags of its resources. */
export interface TeamTagDefaults {
  /** Default of the tag `costCenter`. */
  costCenter: string;
  defaultCostTags: Readonly<Record<string, string>>;
}

/** What a resource is paid under: the request's tags over the team's defaults, each with its source. */
export function resolveCostTags(asked: readonly Tag[], team: TeamTagDefaults): CostTag[] {
  const inherited = { costCenter: team.costCenter, ...foldCostCenter(team.defaultCostTags) };
  const defaults = Object.entries(inherited)
    .filter(([key, value]) => value !== '' && !asked.some((tag) => sameTagKey(tag.key, key)))
    .map(([key, value]): CostTag => ({ key, value, source: 'TEAM_DEFAULT' }));
  const requested = asked.map(({ key, value }): CostTag => ({ key, value, source: 'REQUEST' }));
  return [...requested, ...defaults];
}

/** A team may also write its default as `CostCenter`: names are one without case. */
const foldCostCenter = (defaults: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(defaults).map(([key, value]) => [
      sameTagKey(key, 'costCenter') ? 'costCenter' : key,
      value,
    ]),
  );

/** COST_TAG_REQUIRED for each required key that neither the request nor the team names a value for. */
export function checkCostTags(
  asked: readonly Tag[],
  resolved: readonly CostTag[],
  required: readonly string[],
  path: FieldPath = ['input', 'costTags'],
): Findings {
  const inForm = checkTags(asked, path);
  if (inForm.errors.length > 0) return inForm;
  return together(
    checkTagCount(resolved, path),
    ...required.map((key) => checkRequired(key, asked, resolved, path)),
  );
}

function checkRequired(
  key: string,
  asked: readonly Tag[],
  resolved: readonly CostTag[],
  path: FieldPath,
): Findings {
  const tag = resolved.find((other) => sameTagKey(other.key, key));
  if (tag && tag.value.trim() !== '') return nothing;
  const index = asked.findIndex((other) => sameTagKey(other.key, key));
  const message = `The cost tag '${key}' is required, and the team has no default for it.`;
  return refusal('COST_TAG_REQUIRED', index < 0 ? path : [...path, `${index}`, 'value'], message);
}
