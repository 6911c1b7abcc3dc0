import { expect, vi } from 'vitest';
import { cancelOperation } from '#libs/catalogue';
import { kinds } from '#libs/kinds';
import { createWorkspace } from '#libs/kinds/workspaces';
import type { SubmitDeps } from '#libs/operations';
import { ask, askOf } from '../support/ask.js';
import { contextForTests, givenWorkspace, storyOf } from '../support/engine.js';
import { FakeArm } from '../support/fake-arm.js';
import type { ProcessSystem } from '../support/process-system.js';
import { Hold, sides, type HoldPoint, type Side } from './hold-points.js';
import { inParallel } from './in-parallel.js';

/** What is made for a workspace, as its ARM ids end, in the order in which it is made; the workspace itself is the last. */
const made = [
  'OperationalInsights/workspaces',
  'insights/components',
  'storageAccounts',
  'KeyVault/vaults',
  'registries',
  'MachineLearningServices/workspaces',
].map((type) => ({ type, pathEnd: `${type}/[^/]+` }));

/** What it asks of Azure to make each. What only waits is not there: the list that shows its end may come from elsewhere. */
const creating: readonly HoldPoint[] = made.flatMap(({ type, pathEnd }) => [
  { step: `put ${type}, the look`, method: 'GET', pathEnd },
  { step: `put ${type}`, method: 'PUT', pathEnd },
]);

/** And to take each away again. */
const undoing: readonly HoldPoint[] = made.map(({ type, pathEnd }) => ({
  step: `remove ${type}`,
  method: 'DELETE',
  pathEnd,
}));

/** A request, the side on which it is to be held, and whether the creation is canceled. */
export interface WorkspacePlan {
  point: HoldPoint;
  side: Side;
  isCanceled: boolean;
}

/** For every request two plans: to hold it before and after. */
const onBothSides = (points: readonly HoldPoint[], isCanceled: boolean): WorkspacePlan[] =>
  points.flatMap((point) => sides.map((side) => ({ point, side, isCanceled })));

export const creations = onBothSides(creating, false);
export const undoings = onBothSides(undoing, true);

/** A team with a group in which nothing stands, and the request at which its worker dies. */
export interface WorkspaceScene {
  hold: Hold;
  isCanceled: boolean;
  teamId: string;
  groupId: string;
  groupArmId: string;
}

/** A scene for each plan, in their order. */
export const prepareWorkspaces = (
  system: ProcessSystem,
  plans: readonly WorkspacePlan[],
): Promise<WorkspaceScene[]> => inParallel(plans, (plan) => prepare(system, plan));

async function prepare(
  system: ProcessSystem,
  { point, side, isCanceled }: WorkspacePlan,
): Promise<WorkspaceScene> {
  let groupArmId = '';
  const { teamId, workspaceId } = await givenWorkspace(
    system.database.pool,
    'ws',
    async (group) => {
      groupArmId = group;
      await system.arm.put(group, { location: 'eastus' });
    },
  );
  const { rows } = await system.database.pool.query<{ groupId: string }>(
    'SELECT parent_id AS "groupId" FROM resource WHERE id = $1',
    [workspaceId],
  );
  const hold = new Hold(system, groupArmId.split('/').at(-1) ?? '', point, side);
  return { hold, isCanceled, teamId, groupId: rows[0]?.groupId ?? '', groupArmId };
}

/** Asks for a workspace with all that it leans on, and cancels that once all is made where that is planned; answers the operation's id. */
export async function askForWorkspace(
  { database: { pool } }: ProcessSystem,
  { teamId, groupId, isCanceled }: WorkspaceScene,
): Promise<string> {
  const deps: SubmitDeps = { pool, kinds, requiredCostTags: [], arm: new FakeArm() };
  const context = contextForTests('OPERATOR', teamId);
  const input = { resourceGroupId: groupId, name: 'course', containerRegistry: 'CREATE' };
  const asked = await ask(createWorkspace, deps, context, input);
  if (!asked.ok) throw new Error(JSON.stringify(asked.error));
  const { operationId } = asked.value;
  if (!isCanceled) return operationId;
  await vi.waitFor(
    async () => {
      const { steps } = await storyOf(pool, operationId);
      expect(steps).toContain('put workspace: SUCCEEDED');
    },
    { timeout: 60_000, interval: 100 },
  );
  const canceled = await askOf(cancelOperation, deps, context, operationId);
  if (!canceled.ok) throw new Error(JSON.stringify(canceled.error));
  return operationId;
}
