import { z } from 'zod';
import { costTagInput } from '#libs/verbs';

/** What a team is called, who pays for it, and what its requests inherit, as clients write it. */
export const teamFields = {
  name: z.string().trim().min(1, 'must not be empty').max(100),
  costCenter: z.string().trim().min(1, 'must not be empty').max(256),
  defaultCostTags: z.array(costTagInput).max(49),
};

/** Tags as they are kept: { key: value }. */
export const tagsOf = (tags: readonly { key: string; value: string }[]): Record<string, string> =>
  Object.fromEntries(tags.map(({ key, value }) => [key, value]));
