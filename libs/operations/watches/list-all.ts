import type { ArmBody, ArmPort } from '../arm.port.js';

/** Every body of a collection, one call a page. Rejects with ArmError. */
export async function listAll(
  arm: Pick<ArmPort, 'list'>,
  collection: string,
  signal: AbortSignal,
): Promise<ArmBody[]> {
  const bodies: ArmBody[] = [];
  for (let next: string | undefined = collection; next !== undefined;) {
    const page = await arm.list(next, { signal });
    bodies.push(...page.value);
    next = page.nextLink;
  }
  return bodies;
}
