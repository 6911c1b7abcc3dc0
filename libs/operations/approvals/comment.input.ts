import { z } from 'zod';
import { orElse } from '#libs/verbs';

/** Why somebody agrees, or does not. */
export const comment = orElse(z.string().trim().min(1).max(500), null)
  .prefault(null)
  .describe('Why, for whoever asked and for the audit trail.');
