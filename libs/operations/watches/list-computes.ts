import { armIdKey, type ArmId } from '#libs/kernel';
import type { ArmBody, ArmPort } from '../arm.port.js';

/** Every compute of the workspace by the key of its ARM id, and how many calls it took. Rejects with ArmError. */
export async function listComputes(
  arm: ArmPort,
  workspaceId: ArmId,
  signal: AbortSignal,
): Promise<{ bodies: Map<string, ArmBody>; pages: number }> {
  const bodies = new Map<string, ArmBody>();
  let pages = 0;
  let next: string | undefined = `${workspaceId}/computes`;
  while (next !== undefined) {
    const page = await arm.list(next, { signal });
    for (const body of page.value) bodies.set(armIdKey(String(body['id'])), body);
    pages += 1;
    next = page.nextLink;
  }
  return { bodies, pages };
}
