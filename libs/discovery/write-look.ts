import type { Sql } from '#libs/database';
import type { ArmBody } from '#libs/operations';
import { azureAudit, azureEvent, type AzureAudit } from '#libs/tenants';
import type { KnownKinds } from '#libs/kinds';
import { computeKindOf } from './found-compute.js';
import {
  readConnectedClusters,
  writeFoundThings,
  type FoundThing,
} from './rows/found.repository.js';
import { writeGone } from './rows/gone.repository.js';
import type { KnownCompute } from './rows/known.repository.js';
import { writeSeen, type SeenCompute } from './rows/seen.repository.js';
import { attachedConnectedClusterKeyOf, foundAs, seenAs } from './sort-listed.js';
import type { WorkspaceToLookAt } from './workspace-look.repository.js';

export interface SortedLook {
  /** Every row that the workspace's computes have. */
  known: readonly KnownCompute[];
  /** What stands in Azure, by the key of its ARM id. */
  bodies: ReadonlyMap<string, ArmBody>;
  /** What is no longer there. */
  gone: readonly KnownCompute[];
}

/** Brings the rows up to what one look saw, each with its audit row. Answers how many changed. */
export async function writeLook(
  { pool, kinds }: { pool: Sql; kinds: KnownKinds },
  workspace: WorkspaceToLookAt,
  { known, bodies, gone }: SortedLook,
): Promise<number> {
  const { id, listedFrom } = workspace;
  const audit = azureAudit();
  const keys = new Set(known.map(({ armIdKey }) => armIdKey));
  const unknown = [...bodies].flatMap(([key, body]) => (keys.has(key) ? [] : [body]));
  const free = known.filter((row) => row.free && bodies.has(row.armIdKey) && !gone.includes(row));
  const clusters = await readConnectedClusters(pool, clusterKeys(kinds, unknown, free, bodies));
  const seen = free.map((row): SeenCompute =>
    seenAs(kinds, row, bodies.get(row.armIdKey) ?? {}, clusters, audit),
  );
  const found = unknown.flatMap((body) => foundAs(kinds, body, clusters) ?? []);
  return (
    (await writeSeen(pool, seen, listedFrom)) +
    (await writeGone(
      pool,
      gone.map((row) => ({ row, audit: azureEvent(audit, 'vanished', row) })),
      listedFrom,
    )) +
    (await writeFoundThings(
      pool,
      kinds,
      { holderId: id, managed: false, listedFrom },
      found.map(imported(audit)),
    ))
  );
}

/** Clusters that attachments without a row, or without a manager, are of. */
function clusterKeys(
  kinds: KnownKinds,
  unknown: readonly ArmBody[],
  free: readonly KnownCompute[],
  bodies: ReadonlyMap<string, ArmBody>,
): string[] {
  const unmanaged = free.filter(({ managed }) => !managed).map((row) => bodies.get(row.armIdKey));
  return [...unknown, ...unmanaged].flatMap((body) => {
    const of = body && computeKindOf(kinds, body);
    return (of && attachedConnectedClusterKeyOf(of, kinds.observe(of.kind, body).observed)) ?? [];
  });
}

const imported = (audit: AzureAudit) => (resource: FoundThing) => {
  const { desired, costTags } = resource;
  const after = { ...(desired as object), costTags };
  return { resource, audit: azureEvent(audit, 'imported', resource, { after }) };
};
