import { z } from 'zod';

const taggedSchema = z.object({ tags: z.object({ 'armature-operation': z.string() }) });

/** Tag `armature-operation` of a body, as it was sent. */
export function operationTagOf(text: string): string | undefined {
  if (!text.includes('armature-operation')) return undefined;
  const parsed = taggedSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data.tags['armature-operation'] : undefined;
}
