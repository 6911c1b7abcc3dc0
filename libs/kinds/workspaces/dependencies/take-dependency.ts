import { randomUUID } from 'node:crypto';
import { subscriptionOf, type ArmId } from '#libs/kernel';
import { objectAt, operationTagOf } from '#libs/resources';
import {
  type ArmBody,
  ArmError,
  againAfter,
  type LroObservation,
  type StepContext,
  type StepOutcome,
  type WatchRequest,
} from '#libs/operations';
import { dependencyKinds } from './dependency-kinds.js';
import type { DependencyRole } from './dependency-role.js';

/** What shall go, and whether Azure shall keep nothing of it. */
export interface Taken {
  role: DependencyRole;
  armId: ArmId;
  /** Whose tag it carries. */
  operationId: string;
  forGood: boolean;
  /** Of a vault that is deleted softly: where it stood. */
  location: string;
}

/**
 * Takes one thing away that an operation made, one write in a run: what carries another tag stays. Done once nothing of
 * it is left, or nothing that Azure would let go now, which the message tells.
 */
export async function takeDependency(context: StepContext, taken: Taken): Promise<StepOutcome> {
  const { arm, signal } = context;
  const body = await arm.get(taken.armId, { signal });
  if (body && operationTagOf(body) === taken.operationId) return remove(context, taken, body);
  if (body || taken.role !== 'KEY_VAULT' || !taken.forGood) return gone;
  return purge(context, taken);
}

const gone: StepOutcome = { outcome: 'done' };

async function remove(context: StepContext, taken: Taken, body: ArmBody): Promise<StepOutcome> {
  const { noun, deletion } = dependencyKinds[taken.role];
  const gone = { until: 'GONE', armId: taken.armId } as const;
  if (objectAt(body, 'properties')['provisioningState'] === 'Deleting')
    return { outcome: 'wait', watch: gone, message: `Azure is deleting the ${noun}` };
  return write(
    context,
    (call) => context.arm.delete(taken.armId, taken.forGood ? deletion : {}, call),
    gone,
    `Azure is deleting the ${noun}`,
  );
}

/** A vault that was deleted keeps its name until it is purged, which a vault or a role may forbid (docs/azure-facts.md#what-workspaces-lean-on). */
async function purge(context: StepContext, taken: Taken): Promise<StepOutcome> {
  const { arm, signal } = context;
  const id = deletedVaultId(taken);
  const deleted = await arm.get(id, { signal });
  const properties = deleted ? objectAt(deleted, 'properties') : {};
  if (operationTagOf(properties) !== taken.operationId) return gone;
  if (properties['purgeProtectionEnabled'] === true)
    return kept(taken, properties, 'it is protected from being purged');
  try {
    return await write(
      context,
      (call) => arm.post(id, 'purge', undefined, call),
      { until: 'GONE', armId: id },
      'Azure is purging the key vault',
    );
  } catch (error) {
    if (error instanceof ArmError && error.kind === 'refused')
      return kept(taken, properties, `it refuses to purge it: ${error.error.code}`);
    throw error;
  }
}

/** Azure keeps it for a while, under a name that nobody else wants. */
function kept({ armId }: Taken, properties: Record<string, unknown>, why: string): StepOutcome {
  const { scheduledPurgeDate: until } = properties;
  const till = typeof until === 'string' ? ` until ${until}` : '';
  const message = `Azure keeps the deleted key vault ${armId.split('/').at(-1)}${till}: ${why}`;
  return { outcome: 'done', message };
}

const deletedVaultId = ({ armId, location }: Taken): ArmId =>
  `/subscriptions/${subscriptionOf(armId)}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${armId.split('/').at(-1)}`;

/** Sends a write and looks again once it is through: whoever died in between looks first. */
async function write(
  context: StepContext,
  send: (call: { clientRequestId: string; signal: AbortSignal }) => Promise<LroObservation>,
  watch: WatchRequest,
  message: string,
): Promise<StepOutcome> {
  const clientRequestId = randomUUID();
  await context.remember({ submitting: true, clientRequestId });
  try {
    const lro = await send({ clientRequestId, signal: context.signal });
    const memory = { submitting: false };
    if (lro.state === 'Failed' || lro.state === 'Canceled')
      return { outcome: 'failed', error: lro.error, rawState: lro.rawState, memory };
    if (lro.state !== 'InProgress')
      return { outcome: 'again', afterSeconds: 0, attempt: false, message, memory };
    const { handle, retryAfterSeconds } = lro;
    const pace = retryAfterSeconds !== undefined && { retryAfterSeconds };
    return { outcome: 'wait', watch: { ...watch, handle, ...pace }, message, memory };
  } catch (error) {
    if (!(error instanceof ArmError) || (error.maybeAccepted && error.httpStatus === undefined))
      throw error;
    if (error.kind === 'refused' || error.kind === 'notFound' || error.kind === 'aborted')
      throw error;
    return againAfter(error, { submitting: false });
  }
}
