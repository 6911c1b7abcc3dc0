import { isDeepStrictEqual } from 'node:util';
import { armIdKey } from '#libs/kernel';
import { vmSizeKey, type ResourceFacts, type ResourceKind } from '#libs/resources';
import {
  computeKindOf,
  costTagsOfFound,
  desiredOfFound,
  type FoundCluster,
} from '../kinds/found-compute.js';
import { findDrift } from '../kinds/find-drift.js';
import type { KubernetesObserved } from '../kinds/kubernetes-computes/kubernetes-compute.schema.js';
import type { ArmBody } from '../operations/arm.port.js';
import { newId } from '../operations/new-id.js';
import { azureEvent, type AzureAudit } from './audit-of-azure.js';
import type { FoundCompute } from './found.repository.js';
import type { KnownCompute } from './known.repository.js';
import type { SeenCompute } from './seen.repository.js';

export type Observe = (kind: ResourceKind, body: ArmBody) => ResourceFacts;

/** What is known to have stood in Azure, is looked after by no operation, and is not in the list. */
export const missingFrom = (
  known: readonly KnownCompute[],
  bodies: ReadonlyMap<string, ArmBody>,
): KnownCompute[] =>
  known.filter(
    ({ free, observed, betweenAttachments, armIdKey: key }) =>
      free && observed !== null && !betweenAttachments && !bodies.has(key),
  );

/** Whether something of another type has taken the name of what stood there. */
export function isReplaced({ kind }: KnownCompute, body: ArmBody): boolean {
  const found = computeKindOf(body);
  return found !== undefined && found !== kind;
}

/** A compute as ARM answers it now. */
export function seenAs(
  row: KnownCompute,
  body: ArmBody,
  observe: Observe,
  clusters: ReadonlyMap<string, FoundCluster>,
  audit: AzureAudit,
): SeenCompute {
  const facts = observe(row.kind, body);
  const change = changeOf(row, facts);
  if (isDeepStrictEqual(change, standingOf(row))) return { row };
  const drift = findDrift(row.kind, row, {
    provisioningState: change.state,
    observed: change.observed,
  });
  const found = row.managed || !drift ? undefined : newlyFound(row, change.observed, clusters);
  return {
    row,
    change: { ...change, ...(found && { found }) },
    ...(drift && { audit: azureEvent(audit, 'changed_in_azure', row, drift) }),
  };
}

const standingOf = (row: KnownCompute) => ({
  state: row.provisioningState,
  raw: row.rawProvisioningState,
  errors: row.provisioningErrors,
  observed: row.observed,
});

/** Through JSON, as the row keeps it: what is undefined is not there. */
const changeOf = (row: KnownCompute, facts: ResourceFacts): ReturnType<typeof standingOf> => ({
  state: facts.provisioningState ?? row.provisioningState,
  raw: facts.rawProvisioningState ?? row.rawProvisioningState,
  errors: asJson(facts.provisioningErrors ?? row.provisioningErrors),
  observed: asJson(facts.observed ?? row.observed),
});

const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** What an unmanaged compute is taken to be asked for as by now; undefined where that is as before. */
function newlyFound(
  row: KnownCompute,
  observed: unknown,
  clusters: ReadonlyMap<string, FoundCluster>,
) {
  const found = foundOf(row, observed, clusters);
  const before = { desired: row.desired, costTags: costTagsOfFound(row.observed ?? {}) };
  const { desired, costTags } = found ?? before;
  return isDeepStrictEqual(asJson({ desired, costTags }), before) ? undefined : found;
}

function foundOf(
  { kind }: Pick<KnownCompute, 'kind'>,
  observed: unknown,
  clusters: ReadonlyMap<string, FoundCluster>,
) {
  const desired = desiredOfFound(kind, observed, clusterOf(observed, clusters));
  if (!desired) return undefined;
  const size = desired['vmSize'];
  return {
    desired,
    vmSizeKey: typeof size === 'string' ? vmSizeKey(size) : null,
    costTags: costTagsOfFound(observed),
  };
}

/** The key of the connected cluster that an observed attachment is of. */
export const clusterKeyOf = (observed: unknown): string | undefined => {
  const { clusterArmId } = (observed ?? {}) as Partial<KubernetesObserved>;
  return typeof clusterArmId === 'string' ? armIdKey(clusterArmId) : undefined;
};

const clusterOf = (
  observed: unknown,
  clusters: ReadonlyMap<string, FoundCluster>,
): FoundCluster | undefined => clusters.get(clusterKeyOf(observed) ?? '');

/** What stands in Azure without a row; undefined for what Armature does not keep, or what is on its way out. */
export function foundAs(
  body: ArmBody,
  observe: Observe,
  clusters: ReadonlyMap<string, FoundCluster>,
): FoundCompute | undefined {
  const kind = computeKindOf(body);
  if (!kind) return undefined;
  const facts = observe(kind, body);
  const found = foundOf({ kind }, facts.observed, clusters);
  if (!found || facts.provisioningState === 'DELETING') return undefined;
  const armId = String(body['id']);
  const { location } = { ...body, ...found.desired } as { location?: string };
  return {
    ...{ id: newId(), kind, name: armId.split('/').at(-1) ?? '' },
    ...{ armId, armIdKey: armIdKey(armId), location: location ?? '' },
    state: facts.provisioningState ?? 'UNKNOWN',
    raw: facts.rawProvisioningState ?? '',
    errors: facts.provisioningErrors ?? [],
    observed: facts.observed,
    ...found,
  };
}
