import type { Sql } from '#libs/database';
import type { ArmBody } from '../operations/arm.port.js';
import { azureAudit, azureEvent, type AzureAudit } from './audit-of-azure.js';
import { readClusters, writeFoundComputes, type FoundCompute } from './found.repository.js';
import { writeGone } from './gone.repository.js';
import type { KnownCompute } from './known.repository.js';
import { writeSeen, type SeenCompute } from './seen.repository.js';
import { clusterKeyOf, foundAs, seenAs, type Observe } from './sort-listed.js';
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
  { pool, observeResource }: { pool: Sql; observeResource: Observe },
  workspace: WorkspaceToLookAt,
  { known, bodies, gone }: SortedLook,
): Promise<number> {
  const { id, listedFrom } = workspace;
  const audit = azureAudit();
  const keys = new Set(known.map(({ armIdKey }) => armIdKey));
  const unknown = [...bodies].flatMap(([key, body]) => (keys.has(key) ? [] : [body]));
  const free = known.filter((row) => row.free && bodies.has(row.armIdKey) && !gone.includes(row));
  const clusters = await readClusters(pool, clusterKeys(unknown, free, bodies, observeResource));
  const seen = free.map((row): SeenCompute =>
    seenAs(row, bodies.get(row.armIdKey) ?? {}, observeResource, clusters, audit),
  );
  const found = unknown.flatMap((body) => foundAs(body, observeResource, clusters) ?? []);
  return (
    (await writeSeen(pool, seen, listedFrom)) +
    (await writeGone(
      pool,
      gone.map((row) => ({ row, audit: azureEvent(audit, 'vanished', row) })),
      listedFrom,
    )) +
    (await writeFoundComputes(pool, id, found, importedEvents(audit, found), listedFrom))
  );
}

/** Clusters that attachments without a row, or without a manager, are of. */
function clusterKeys(
  unknown: readonly ArmBody[],
  free: readonly KnownCompute[],
  bodies: ReadonlyMap<string, ArmBody>,
  observe: Observe,
): string[] {
  const unmanaged = free.filter(({ managed }) => !managed).map((row) => bodies.get(row.armIdKey));
  return [...unknown, ...unmanaged].flatMap(
    (body) => (body && clusterKeyOf(observe('KUBERNETES_COMPUTE', body).observed)) ?? [],
  );
}

const importedEvents = (audit: AzureAudit, found: readonly FoundCompute[]) =>
  found.map((compute) => {
    const { desired, costTags } = compute;
    return azureEvent(audit, 'imported', compute, { after: { ...(desired as object), costTags } });
  });
