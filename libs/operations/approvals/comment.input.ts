import { z } from 'zod';
import { orElse } from '#libs/verbs';

/** Why somebody agrees, or does not. */
export const comment = orElse(
  z.string().trim().min(1, 'must not be empty').max(500, 'has more than 500 characters'),
  null,
)
  .prefault(null)
  .describe('Why, for whoever asked and for the audit trail.');
