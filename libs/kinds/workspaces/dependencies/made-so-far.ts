import { z } from 'zod';
import { parentArmId, type ArmId } from '#libs/kernel';
import type { StepContext, StepMemory } from '#libs/operations';
import { dependencyKinds } from './dependency-kinds.js';
import { dependencyName } from './dependency-name.js';
import { dependencyRoles, type DependencyRole } from './dependency-role.js';

/** What a step's memory keeps of what it makes: decided, and committed before the PUT is sent. */
const makingSchema = z.object({
  armId: z.string(),
  tries: z.number(),
  submittedAt: z.string().optional(),
});
export type Making = z.infer<typeof makingSchema>;

export const memoryKey = (role: DependencyRole): string => `made ${role}`;

/** What is being made in a role; undefined where nothing was sent. */
export const makingOf = (memory: StepMemory, role: DependencyRole): Making | undefined =>
  makingSchema.safeParse(memory[memoryKey(role)]).data;

/** The ARM ids of what the steps before made. */
export const madeSoFar = (memory: StepMemory): Partial<Record<DependencyRole, ArmId>> =>
  Object.fromEntries(
    dependencyRoles.flatMap((role) => {
      const making = makingOf(memory, role);
      return making ? [[role, making.armId]] : [];
    }),
  );

/** What a try makes: in the workspace's own group, under the name of that try. */
export function makingOfTry(
  { resource, operation }: StepContext,
  role: DependencyRole,
  tries: number,
): Making {
  const name = dependencyName(role, {
    workspace: resource.name,
    operationId: operation.id,
    tries,
  });
  const group = parentArmId(resource.armId);
  return { armId: `${group}/providers/${dependencyKinds[role].type}/${name}`, tries };
}
