import {
  checkCostTags,
  operationTag,
  resolveCostTags,
  sameTagKey,
  type CostTag,
  type Findings,
  type Tag,
} from '#libs/resources';
import type { Payer } from '#libs/operations';

/** What comes to a team with the cost tags that it has. */
interface Tagged {
  costTags: readonly CostTag[];
  observed: unknown;
}

/**
 * All cost tags of what comes to a team: those asked for, over the team's defaults, over those that it has, without what
 * was the default of another team. A key that it has keeps its spelling: tag names are one without case
 * (docs/azure-facts.md#common-rules).
 */
export function tagsOfTeam(
  asked: readonly Tag[],
  team: Payer,
  carried: readonly CostTag[],
): CostTag[] {
  const ours = resolveCostTags(asked, team);
  const left = carried.filter(
    (tag) => tag.source !== 'TEAM_DEFAULT' && !ours.some(({ key }) => sameTagKey(key, tag.key)),
  );
  const spelling = (key: string): string =>
    carried.find((tag) => sameTagKey(tag.key, key))?.key ?? key;
  return [...ours.map((tag) => ({ ...tag, key: spelling(tag.key) })), ...left];
}

/** The same of something that comes to a team, and what stands in the way. */
export function claimTags(
  asked: readonly Tag[],
  team: Payer,
  { costTags: carried }: Pick<Tagged, 'costTags'>,
  required: readonly string[],
): { costTags: CostTag[]; findings: Findings } {
  const costTags = tagsOfTeam(asked, team, carried);
  return { costTags, findings: checkCostTags(asked, costTags, required) };
}

/** Whether Azure has other tags on it than these, or still one that they leave out. */
export function mustBeSent(
  costTags: readonly CostTag[],
  { observed, costTags: before }: Tagged,
): boolean {
  const { tags } = (observed ?? {}) as { tags?: Record<string, string> | null };
  const carried = Object.entries(tags ?? {}).filter(([key]) => !sameTagKey(key, operationTag));
  const dropped = before.filter((tag) => !costTags.some(({ key }) => sameTagKey(key, tag.key)));
  return (
    dropped.some(({ key }) => carried.some(([name]) => sameTagKey(name, key))) ||
    costTags.some(
      ({ key, value }) => !carried.some(([name, text]) => sameTagKey(name, key) && text === value),
    )
  );
}
