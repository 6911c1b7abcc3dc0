import type { ArmId } from '#libs/kernel';
import type { KindDefinition, KnownKinds } from '#libs/kinds';
import { connectedClusterTypes, keepConnectedClusters } from '#libs/kinds/connected-clusters';
import {
  ArmError,
  listAll,
  listComputes,
  readPayer,
  type ArmBody,
  type ArmPort,
  type Payer,
  type StandingPort,
  type Taking,
} from '#libs/operations';
import { adoptedSettings, resolveCostTags } from '#libs/resources';
import { armaturePrincipalId } from '#libs/tenants';
import { tagsOfTeam } from '../claims/claim-tags.js';
import { computeKindOf, costTagsOfFound } from '../found-compute.js';
import {
  readConnectedClusters,
  writeFoundThings,
  type FoundThing,
} from '../rows/found.repository.js';
import { attachedConnectedClusterKeyOf, foundAs, standingThing } from '../sort-listed.js';
import {
  readClock,
  readNextWorkspace,
  takeFoundComputes,
  takeOwnWorkspaces,
  type TakenIn,
} from './take-in.repository.js';

/** Takes in what stands in Azure for the operations that claim it. Every write is repeated without effect. */
export const standingOf = (kinds: KnownKinds): StandingPort => ({
  async takeInWorkspaces(taking) {
    const { arm, resource, signal } = taking;
    const collection = `${resource.armId}/providers/Microsoft.MachineLearningServices/workspaces`;
    const began = await now(taking);
    const bodies = await listAll(arm, collection, signal);
    const found = bodies.flatMap((body) => workspaceAs(kinds.of('WORKSPACE'), kinds, body) ?? []);
    return write(kinds, taking, resource.id, began, found, takeOwnWorkspaces);
  },

  async takeInConnectedClusters({ arm, resource, signal, store }) {
    for (const type of connectedClusterTypes)
      await listed(arm, `${resource.armId}/providers/${type}`, signal).then((bodies) =>
        store('keeping clusters', (sql) => keepConnectedClusters(sql, bodies)),
      );
  },

  async nextWorkspace({ resource, store }, after) {
    if (resource.kind === 'WORKSPACE') return after === null ? resource : undefined;
    return store('reading workspaces', (sql) => readNextWorkspace(sql, resource.id, after));
  },

  async takeInComputes(taking, { id, armId }) {
    const began = await now(taking);
    const all = await computesIn(taking, armId);
    const keys = all.flatMap((body) => clusterKeyOf(kinds, body) ?? []);
    const clusters = await taking.store('reading clusters', (sql) =>
      readConnectedClusters(sql, keys),
    );
    const sorted = all.map((body) => ({ body, found: foundAs(kinds, body, clusters) }));
    const found = sorted.flatMap((one) => one.found ?? []);
    const count = await write(kinds, taking, id, began, found, takeFoundComputes);
    const left = sorted.filter((one) => !one.found && isAttachment(kinds, one.body));
    return { count, leftOut: left.map(({ body }) => String(body['id'])) };
  },
});

const now = ({ store }: Taking): Promise<string> => store('reading the clock', readClock);

/** Nothing of a workspace that is gone meanwhile: the sweep notices it, and the others are taken in all the same. */
async function computesIn({ arm, signal }: Taking, workspace: ArmId): Promise<ArmBody[]> {
  try {
    const { bodies } = await listComputes(arm, workspace, signal);
    return [...bodies.values()];
  } catch (error) {
    if (error instanceof ArmError && error.kind === 'notFound') return [];
    throw error;
  }
}

/** Nothing where Azure refuses to list it: who may not read AKS clusters claims what else there is. */
async function listed(arm: ArmPort, collection: string, signal: AbortSignal): Promise<ArmBody[]> {
  try {
    return await listAll(arm, collection, signal);
  } catch (error) {
    if (error instanceof ArmError && error.kind === 'refused') return [];
    throw error;
  }
}

/** Whether it stands, and is kept here where its cluster is. */
function isAttachment(kinds: KnownKinds, body: ArmBody): boolean {
  const of = computeKindOf(kinds, body);
  return of?.compute?.clusterOf !== undefined && standingThing(kinds, of.kind, body) !== undefined;
}

function clusterKeyOf(kinds: KnownKinds, body: ArmBody): string | undefined {
  const of = computeKindOf(kinds, body);
  return of && attachedConnectedClusterKeyOf(of, kinds.observe(of.kind, body).observed);
}

/** A workspace as its row shall be; undefined for one that is on its way out. */
function workspaceAs(
  { kind, settings }: KindDefinition,
  kinds: KnownKinds,
  body: ArmBody,
): FoundThing | undefined {
  const thing = standingThing(kinds, kind, body);
  if (!thing) return undefined;
  const { location } = body;
  return {
    ...thing,
    location: typeof location === 'string' ? location : '',
    desired: adoptedSettings(settings, thing.observed as object),
    vmSizeKey: null,
    costTags: costTagsOfFound(thing.observed),
  };
}

/** Rows for what has none, and the team for what has: in this order, because a sweep may find it at the same moment. */
async function write(
  kinds: KnownKinds,
  { operation: { id, teamId, requestId }, store }: Taking,
  holderId: string,
  listedFrom: string,
  found: readonly FoundThing[],
  takeFound: (sql: Parameters<typeof writeFoundThings>[0], taken: TakenIn) => Promise<number>,
): Promise<number> {
  if (found.length === 0) return 0;
  const by = {
    actorId: armaturePrincipalId,
    actorRoles: [],
    channel: 'system',
    requestId,
    operationId: id,
  } as const;
  return store('taking in what stands', async (sql) => {
    const { found: team } = await readPayer(sql, teamId, armaturePrincipalId, null);
    if (!team) throw new Error(`there is no team ${teamId}`);
    const made = await writeFoundThings(
      sql,
      kinds,
      { holderId, managed: true, listedFrom },
      found.map((one) => taken(one, team, by)),
    );
    const armIdKeys = found.map((one) => one.armIdKey);
    const costTags = resolveCostTags([], team);
    return made + (await takeFound(sql, { holderId, teamId, armIdKeys, costTags, audit: by }));
  });
}

function taken<By extends object>(one: FoundThing, team: Payer, by: By) {
  const resource = { ...one, costTags: tagsOfTeam([], team, one.costTags) };
  const { id, kind, name, desired, costTags } = resource;
  const audit = {
    ...by,
    action: `${kind.toLowerCase()}.claimed`,
    targetId: id,
    targetKind: kind,
    targetName: name,
    after: { ...(desired as object), costTags },
  };
  return { resource, audit };
}
