import { isDeepStrictEqual } from 'node:util';
import { armIdKey, isObject } from '#libs/kernel';
import { vmSizeKey, type ResourceFacts, type ResourceKind } from '#libs/resources';
import { type ArmBody, newId } from '#libs/operations';
import { azureEvent, type AzureAudit } from '#libs/tenants';
import type { FoundConnectedCluster } from '#libs/kinds/connected-clusters';
import type { KindDefinition, KnownKinds } from '#libs/kinds';
import { findDrift } from './find-drift.js';
import { computeKindOf, costTagsOfFound } from './found-compute.js';
import type { FoundThing } from './rows/found.repository.js';
import type { KnownCompute } from './rows/known.repository.js';
import type { SeenCompute } from './rows/seen.repository.js';

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
export function isReplaced(kinds: KnownKinds, { kind }: KnownCompute, body: ArmBody): boolean {
  const found = computeKindOf(kinds, body);
  return found !== undefined && found.kind !== kind;
}

/** A compute as ARM answers it now. */
export function seenAs(
  kinds: KnownKinds,
  row: KnownCompute,
  body: ArmBody,
  clusters: ReadonlyMap<string, FoundConnectedCluster>,
  audit: AzureAudit,
): SeenCompute {
  const of = kinds.of(row.kind);
  const facts = kinds.observe(row.kind, body);
  const change = changeOf(row, facts);
  if (isDeepStrictEqual(change, standingOf(row))) return { row };
  const drift = findDrift(of.compute?.drift, row, {
    provisioningState: change.state,
    observed: change.observed,
  });
  const found = row.managed || !drift ? undefined : newlyFound(of, row, change.observed, clusters);
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
  of: KindDefinition,
  row: KnownCompute,
  observed: unknown,
  clusters: ReadonlyMap<string, FoundConnectedCluster>,
) {
  const found = foundOf(of, observed, clusters);
  const before = { desired: row.desired, costTags: costTagsOfFound(row.observed ?? {}) };
  const { desired, costTags } = found ?? before;
  return isDeepStrictEqual(asJson({ desired, costTags }), before) ? undefined : found;
}

function foundOf(
  of: KindDefinition,
  observed: unknown,
  clusters: ReadonlyMap<string, FoundConnectedCluster>,
) {
  if (!isObject(observed)) return undefined;
  const cluster = clusters.get(attachedConnectedClusterKeyOf(of, observed) ?? '');
  const desired = of.compute?.adopt(observed, cluster);
  if (!desired) return undefined;
  const { vmSize: size } = desired as { vmSize?: unknown };
  return {
    desired,
    vmSizeKey: typeof size === 'string' ? vmSizeKey(size) : null,
    costTags: costTagsOfFound(observed),
  };
}

/** The key of the connected cluster that an observed compute is attached from. */
export const attachedConnectedClusterKeyOf = (
  { compute }: KindDefinition,
  observed: unknown,
): string | undefined => {
  const armId = isObject(observed) ? compute?.clusterOf?.(observed) : undefined;
  return typeof armId === 'string' ? armIdKey(armId) : undefined;
};

/** What stands in Azure without a row; undefined for what Armature does not keep, or what is on its way out. */
export function foundAs(
  kinds: KnownKinds,
  body: ArmBody,
  clusters: ReadonlyMap<string, FoundConnectedCluster>,
): FoundThing | undefined {
  const of = computeKindOf(kinds, body);
  if (!of) return undefined;
  const thing = standingThing(kinds, of.kind, body);
  const found = thing && foundOf(of, thing.observed, clusters);
  if (!found) return undefined;
  const { location } = { ...body, ...found.desired } as { location?: string };
  return { ...thing, location: location ?? '', ...found };
}

/** What a row says of something by what ARM answers of it alone; undefined for what is on its way out. */
export function standingThing(
  kinds: KnownKinds,
  kind: ResourceKind,
  body: ArmBody,
): Omit<FoundThing, 'location' | 'desired' | 'vmSizeKey' | 'costTags'> | undefined {
  const facts = kinds.observe(kind, body);
  if (facts.provisioningState === 'DELETING') return undefined;
  const armId = String(body['id']);
  return {
    id: newId(),
    kind,
    name: armId.split('/').at(-1) ?? '',
    armId,
    armIdKey: armIdKey(armId),
    state: facts.provisioningState ?? 'UNKNOWN',
    raw: facts.rawProvisioningState ?? '',
    errors: facts.provisioningErrors ?? [],
    observed: facts.observed,
  };
}
