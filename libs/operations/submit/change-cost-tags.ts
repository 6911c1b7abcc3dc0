import {
  checkCostTags,
  resolveCostTags,
  sameTagKey,
  type CostTag,
  type Findings,
  type Tag,
} from '#libs/resources';
import type { Target } from './scope.repository.js';

/**
 * All cost tags that a resource shall have from now on: those asked for over the team's defaults, over those that it carried in Azure
 * before it was a team's, which nobody here takes away (ADR 0065). A key that stands already keeps its spelling: tag names are one
 * without case (docs/azure-facts.md#common-rules).
 */
export function changeCostTags(
  asked: readonly Tag[],
  target: Target,
  required: readonly string[],
): { costTags: CostTag[]; findings: Findings } {
  const ours = resolveCostTags(asked, target.payer);
  const carried = target.costTags.filter(
    ({ key, source }) => source === 'AZURE' && !ours.some((tag) => sameTagKey(tag.key, key)),
  );
  const resolved = [...ours, ...carried];
  const findings = checkCostTags(asked, resolved, required);
  const spelling = (key: string): string =>
    target.costTags.find((standing) => sameTagKey(standing.key, key))?.key ?? key;
  return { costTags: resolved.map((tag) => ({ ...tag, key: spelling(tag.key) })), findings };
}
