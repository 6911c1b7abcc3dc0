import type { Sql } from '#libs/database';
import { observeLocations, observeUsages, observeVmSizes } from '#libs/resources';
import { ArmError, type ArmBody, type ArmPort, listAll } from '#libs/operations';
import { observeLocks } from './management-lock.observe.js';
import {
  claimReading,
  pickReadings,
  noteUnsettled,
  writeReading,
  type Diagnosed,
  type ReadingPace,
  type WantedReading,
} from './read-surroundings.repository.js';

export interface ReadSurroundingsDependencies {
  pool: Sql;
  arm: ArmPort;
  kinds: Diagnosed;
}

const readBody: Record<WantedReading['what'], (bodies: ArmBody[]) => unknown> = {
  locks: observeLocks,
  usages: observeUsages,
  'vm-sizes': observeVmSizes,
  locations: observeLocations,
};

/**
 * Reads what may stand in the way of computes that are on their way: locks of their subscriptions, and for nodes that
 * are wanted the vCPU usages of their region, as they are for decisions; one list call each, at its pace, however many computes and workers there
 * are. What Azure refuses is written down too and keeps no other reading from its turn. Rejects where the database does
 * not answer, or with the signal's reason.
 */
export async function readSurroundings(
  { pool, arm, kinds }: ReadSurroundingsDependencies,
  pace: ReadingPace,
  signal: AbortSignal,
): Promise<void> {
  await noteUnsettled(pool, kinds);
  for (const wanted of await pickReadings(pool, pace, kinds))
    await readOne({ pool, arm }, wanted, signal);
}

/**
 * Reads at once what is noted, where that is older than so many seconds: for whoever looks at it, and for all who decide by it. Answers
 * why Azure did not tell it, which is written down too. Rejects as `readSurroundings`.
 */
export async function renewReading(
  deps: Reader,
  wanted: WantedReading,
  olderThanSeconds: number,
  signal: AbortSignal,
): Promise<ArmError | undefined> {
  const isMine = await claimReading(deps.pool, wanted, olderThanSeconds);
  return isMine ? readOne(deps, wanted, signal) : undefined;
}

interface Reader {
  pool: Sql;
  arm: Pick<ArmPort, 'get' | 'list'>;
}

async function readOne(
  { pool, arm }: Reader,
  wanted: WantedReading,
  signal: AbortSignal,
): Promise<ArmError | undefined> {
  try {
    const body = readBody[wanted.what](await readAll(arm, wanted, signal));
    await writeReading(pool, wanted, { body });
    return undefined;
  } catch (error) {
    if (!(error instanceof ArmError) || error.kind === 'aborted') throw error;
    const { code, message } = error.error;
    await writeReading(pool, wanted, { error: { code, message } });
    return error;
  }
}

/** What tells which regions there are: for resource groups, and for all of machine learning. */
const namespaces = ['Microsoft.Resources', 'Microsoft.MachineLearningServices'];

async function readAll(
  arm: Reader['arm'],
  wanted: WantedReading,
  signal: AbortSignal,
): Promise<ArmBody[]> {
  if (wanted.what !== 'locations') return listAll(arm, collectionOf(wanted), signal);
  const bodies: ArmBody[] = [];
  for (const namespace of namespaces) {
    const id = `/subscriptions/${wanted.subscriptionId}/providers/${namespace}`;
    bodies.push((await arm.get(id, { signal })) ?? {});
  }
  return bodies;
}

/**
 * Inherited locks may be missing in the list of a group: only the subscription's holds all (docs/azure-facts.md#locks).
 */
function collectionOf({ what, subscriptionId, location }: WantedReading): string {
  const provider = `/subscriptions/${subscriptionId}/providers`;
  if (what === 'locks') return `${provider}/Microsoft.Authorization/locks`;
  const region = `${provider}/Microsoft.MachineLearningServices/locations/${location}`;
  return `${region}/${what === 'usages' ? 'usages' : 'vmSizes'}`;
}
