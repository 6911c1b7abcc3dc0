import { z } from 'zod';
import { gql } from '#libs/verbs';

/** How long something is said to be used. */
export const expectedUsageInput = z
  .strictObject({
    hoursPerWeek: z
      .number()
      .min(0, 'must be 0 or more')
      .max(168, 'must be 168 or less: a week has no more hours')
      .describe('For how many hours a week it runs with its most nodes, 0 to 168.'),
  })
  .register(gql, {
    type: 'ExpectedUsageInput',
    description: 'How long something will be used: what it will cost a month follows from that.',
  });
