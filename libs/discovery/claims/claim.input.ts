import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import { idempotencyKeyField, idOf, orElse } from '#libs/verbs';

/** What a claim of something that was listed asks for. */
export const claimFields = {
  armId: armIdSchema.describe('Its ARM id, as unclaimed shows it.'),
  teamId: idOf('Team').describe('The team that has it, and pays, from now on.'),
  writeTags: orElse(z.boolean(), false)
    .prefault(false)
    .describe(
      'Whether the cost tags of the team are written on it in Azure, beside the tags that it carries; what lies in it keeps its own. False: nothing is changed in Azure, and tags that are required may be missing.',
    ),
  idempotencyKey: idempotencyKeyField,
};
