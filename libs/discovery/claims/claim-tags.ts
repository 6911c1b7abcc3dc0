import {
  checkCostTags,
  operationTag,
  resolveCostTags,
  sameTagKey,
  type CostTag,
  type Findings,
  type Tag,
} from '#libs/resources';
import type { Payer, Target } from '#libs/operations';

/**
 * All cost tags of a compute that a team claims: those asked for, over the team's defaults, over those it carries in
 * Azure. A key that it carries keeps its spelling: tag names are one without case (docs/azure-facts.md#common-rules).
 */
export function claimTags(
  asked: readonly Tag[],
  team: Payer,
  target: Target,
  required: readonly string[],
): { costTags: CostTag[]; findings: Findings } {
  const carried = target.costTags;
  const ours = resolveCostTags(asked, team);
  const left = carried.filter((tag) => !ours.some(({ key }) => sameTagKey(key, tag.key)));
  const spelling = (key: string): string =>
    carried.find((tag) => sameTagKey(tag.key, key))?.key ?? key;
  const costTags = [...ours.map((tag) => ({ ...tag, key: spelling(tag.key) })), ...left];
  return { costTags, findings: checkCostTags(asked, costTags, required) };
}

/** Whether Azure has other tags on it than these. */
export function mustBeSent(costTags: readonly CostTag[], { observed }: Target): boolean {
  const { tags } = (observed ?? {}) as { tags?: Record<string, string> | null };
  const carried = Object.entries(tags ?? {}).filter(([key]) => !sameTagKey(key, operationTag));
  return costTags.some(
    ({ key, value }) => !carried.some(([name, text]) => sameTagKey(name, key) && text === value),
  );
}
