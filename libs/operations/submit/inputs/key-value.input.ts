import { z } from 'zod';
import { gql } from '#libs/verbs';

const keyValueInput = z
  .strictObject({
    name: z.string().describe('The name.'),
    value: z.string().describe('Its value.'),
  })
  .register(gql, { type: 'KeyValueInput', description: 'A name and its value.' });

/** A name and its value, each within the bounds of what it is for. */
export const keyValue = (name: z.ZodType<string, string>, longestValue: number) =>
  keyValueInput.pipe(z.object({ name, value: z.string().max(longestValue) }));
