import { armIdKey, isWithin, parentArmId, type ArmId } from '#libs/kernel';
import { type ArmBody, type ArmPort, ArmError, listAll } from '#libs/operations';

const workspaceType = 'microsoft.machinelearningservices/workspaces';

/**
 * The ARM ids of all that stands in a resource group or a workspace, itself left out, sorted: what ARM lists in the
 * group, and the computes of its workspaces, which that list leaves out. Nothing where there is no such group. Rejects
 * with ArmError where ARM does not answer.
 */
export async function listContents(
  arm: Pick<ArmPort, 'list'>,
  holder: ArmId,
  signal: AbortSignal,
): Promise<ArmId[]> {
  const group = groupOf(holder);
  const listed = await listOrNothing(arm, `${group}/resources`, signal);
  const held = listed.filter((body) => isWithin(holder, idOf(body)));
  const workspaces = new Set([...held, { id: holder }].map(idOf).filter(isWorkspace));
  for (const workspace of workspaces)
    held.push(...(await listOrNothing(arm, `${workspace}/computes`, signal)));
  const ids = new Map(held.map(idOf).map((id) => [armIdKey(id), id]));
  ids.delete(armIdKey(holder));
  return [...ids.keys()].sort().map((key) => ids.get(key) ?? key);
}

const idOf = (body: ArmBody): ArmId => String(body['id']);

const groupOf = (id: ArmId): ArmId => (isWorkspace(id) ? parentArmId(id) : id);

const isWorkspace = (id: ArmId): boolean =>
  new RegExp(`/providers/${workspaceType}/[^/]+$`, 'i').test(armIdKey(id));

async function listOrNothing(
  arm: Pick<ArmPort, 'list'>,
  collection: string,
  signal: AbortSignal,
): Promise<ArmBody[]> {
  try {
    return await listAll(arm, collection, signal);
  } catch (error) {
    if (error instanceof ArmError && error.kind === 'notFound') return [];
    throw error;
  }
}
