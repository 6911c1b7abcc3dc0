import { armIdKey, sameArmId, subscriptionOf, type ArmId } from '#libs/kernel';
import { objectAt } from '#libs/resources';
import { type ArmBody, listAll, type StepContext } from '#libs/operations';
import { findOurUser, type MadeDependency } from './made-dependency.repository.js';

const learning = 'Microsoft.MachineLearningServices/workspaces';
const insights = 'Microsoft.Insights/components';

/** Somebody else who leans on what was made for a workspace: another one of ours, or what Azure lists in the subscription. */
export async function findUser(
  context: StepContext,
  { role, armId }: MadeDependency,
): Promise<ArmId | undefined> {
  const { arm, resource, signal } = context;
  const ours = await context.store('looking who leans on it', (sql) =>
    findOurUser(sql, resource.id, armId),
  );
  if (ours !== undefined) return ours;
  const type = role === 'LOG_ANALYTICS' ? insights : learning;
  const collection = `/subscriptions/${subscriptionOf(armId)}/providers/${type}`;
  const listed = await listAll(arm, collection, signal);
  const users = listed.filter((body) => names(body, armId)).map(idOf);
  const other = users.find((id) => !sameArmId(id, resource.armId));
  if (other !== undefined || users.length === 0) return other;
  // The list may be behind; or the workspace was made anew since it was deleted.
  return (await arm.get(resource.armId, { signal })) ? resource.armId : undefined;
}

const idOf = (body: ArmBody): ArmId => String(body['id']);

/** True where one of its properties is that id. */
const names = (body: ArmBody, armId: ArmId): boolean =>
  Object.values(objectAt(body, 'properties')).some(
    (value) => typeof value === 'string' && armIdKey(value) === armIdKey(armId),
  );
