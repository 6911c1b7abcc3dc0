import { z } from 'zod';

/** RFC 3339, as it is kept in JSON. */
export const storedTimeSchema = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time');
