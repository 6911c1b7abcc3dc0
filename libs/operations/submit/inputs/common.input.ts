import { z } from 'zod';
import { costTagInput, optional } from '#libs/verbs';

/** All the tags that something shall have from now on. */
export const allCostTags = z.array(costTagInput).max(200);

/** Tags of what is made, over the defaults of its team. */
export const newCostTags = allCostTags
  .prefault([])
  .describe('Cost tags over the defaults of the team.');

export const ifMatchField = optional(z.string().max(64)).describe('The etag you read.');

/** What is said of a field of which Azure takes no change. */
export const cannotChange = 'Cannot change: refused where it differs.';
