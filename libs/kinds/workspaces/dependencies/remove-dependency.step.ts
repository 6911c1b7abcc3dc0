import { z } from 'zod';
import {
  desiredOf,
  readInput,
  type StepContext,
  type StepDefinition,
  type StepOutcome,
} from '#libs/operations';
import { readWorkspaceRow } from '../read-workspace-row.js';
import { dependencyKinds } from './dependency-kinds.js';
import { findUser } from './find-user.js';
import type { DependencyRole } from './dependency-role.js';
import { forgetMade, readMade } from './made-dependency.repository.js';
import { makingOf } from './made-so-far.js';
import { takeDependency, type Taken } from './take-dependency.js';

/** "remove …": undoes what this operation made for its workspace, after a cancel. */
export const removeDependency = (role: DependencyRole): StepDefinition => ({
  name: `remove ${dependencyKinds[role].noun}`,
  writes: true,
  outlivesTarget: true,
  async run(context): Promise<StepOutcome> {
    const { memory, operation, resource } = context;
    const making = makingOf(memory, role);
    if (!making) return { outcome: 'skipped', message: 'nothing was made' };
    const { location } = desiredOf(readWorkspaceRow, resource);
    const { armId } = making;
    const of = { role, armId, operationId: operation.id, forGood: true, location };
    return take(context, of);
  },
});

/** What `operation.input` of a deletion says of it. */
const deletionInput = z.object({
  deleteDependencies: z.boolean().default(false),
  purge: z.boolean().default(false),
});

/**
 * "delete …": takes what was made for a workspace along with it, where that was asked for and nobody else leans on it. A
 * vault is purged where the workspace is.
 */
export const deleteDependency = (role: DependencyRole): StepDefinition => ({
  name: `delete ${dependencyKinds[role].noun}`,
  writes: true,
  outlivesTarget: true,
  async run(context): Promise<StepOutcome> {
    const { operation, resource } = context;
    const { deleteDependencies, purge } = readInput(deletionInput, operation);
    if (!deleteDependencies) return { outcome: 'skipped', message: 'it was not asked for' };
    const all = await context.store('reading what was made', (sql) => readMade(sql, resource.id));
    const made = all.find((one) => one.role === role);
    if (!made) return { outcome: 'skipped', message: 'none was made for it' };
    const user = await findUser(context, made);
    if (user !== undefined)
      return { outcome: 'skipped', message: `it stays, because ${user} leans on it` };
    const { location } = desiredOf(readWorkspaceRow, resource);
    return take(context, { ...made, forGood: purge, location });
  },
});

/** Forgets it once it is gone. */
async function take(context: StepContext, taken: Taken): Promise<StepOutcome> {
  const outcome = await takeDependency(context, taken);
  if (outcome.outcome === 'done')
    await context.store('forgetting what was made', (sql) =>
      forgetMade(sql, context.resource.id, taken.role),
    );
  return outcome;
}
