import { z } from 'zod';

/** How usages are answered. */
export const usageViewSchema = z.strictObject({
  /** As Azure answers them, or as the documents' examples have them (docs/azure-facts.md#usages). */
  shape: z.enum(['real', 'documented']).default('real'),
  /** Whether every `currentValue` is null, as for offers that have no quota of their own. */
  isUntold: z.boolean().default(false),
  /** Families that have no lines, as those of which a subscription was never given any; nothing of them can be made. */
  withoutFamilies: z.array(z.string()).default([]),
});
export type UsageView = z.infer<typeof usageViewSchema>;

export const asInAzure: UsageView = usageViewSchema.parse({});

/** What a line counts: what is behind its type. */
export type LineLevel = keyof typeof documentedTypes;

const documentedTypes = {
  computes: 'totalCores',
  regionDedicated: 'dedicatedCores',
  regionLowPriority: 'lowPriorityCores',
  familyDedicated: 'vmFamily',
  familyLowPriority: 'vmFamily',
  workspaces: 'workspaces',
  workspace: 'workspace',
  compute: 'workspaces/computes',
} as const;

/** Of the others no real type has been seen. */
const realTypes: Partial<Record<LineLevel, string>> = {
  familyDedicated: 'vmFamily/dedicatedCores',
  familyLowPriority: 'vmFamily/lowPriorityCores',
};

/** The type that tells a line's level. */
export function usageType(shape: UsageView['shape'], level: LineLevel): string {
  const type = (shape === 'real' ? realTypes[level] : undefined) ?? documentedTypes[level];
  return `Microsoft.MachineLearningServices/${type}/usages`;
}
