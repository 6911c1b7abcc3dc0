import { z } from 'zod';

/** What a change does to a field. */
export const changeEffects = [
  'CREATE',
  'UPDATE_IN_PLACE',
  'REPLACE',
  'DELETE',
  'UNCHANGED',
  'IGNORED_BY_AZURE',
  'UNKNOWN',
] as const;
export type ChangeEffect = (typeof changeEffects)[number];

/** One field, before and after. */
export const plannedChangeSchema = z.object({
  /** The names that lead to it; empty: the whole resource. */
  path: z.array(z.string()),
  before: z.unknown(),
  after: z.unknown(),
  effect: z.enum(changeEffects),
  /** Why it is so, where that does not go without saying. */
  reason: z.string().nullable(),
});
export type PlannedChange = z.output<typeof plannedChangeSchema>;

const consequenceSchema = z.object({
  /** The kind of what Armature manages; ARM's type of anything else. */
  kind: z.string(),
  name: z.string(),
  armId: z.string(),
  managed: z.boolean(),
  note: z.string().nullable(),
});
export type Consequence = z.output<typeof consequenceSchema>;

export const consequencesSchema = z.object({
  /** What goes. */
  deleted: z.array(consequenceSchema),
  /** What stays in Azure and costs money. */
  stillBilled: z.array(consequenceSchema),
});
export type Consequences = z.output<typeof consequencesSchema>;
