import { armIdKey, parentArmId } from '#libs/kernel';
import type { ArmBody, ArmPage, ArmPort, LroHandle, LroObservation } from '#libs/operations';
import { computeClusterBody, computeClusterDesiredSchema } from '#libs/kinds/compute-clusters';
import { tagsFor } from '#libs/resources';

export interface ClusterUnderWay {
  armId: string;
  operationId: string;
  desired: unknown;
  costTags: { key: string; value: string }[];
  /** When ARM ends it, in milliseconds since 1970. */
  endsAtMs: number;
}

const pageSize = 100;

/** ARM in memory: clusters that end when their time has come, and a count of what it was asked. */
export class ArmDouble implements ArmPort {
  reads = 0;
  private readonly byId = new Map<string, ClusterUnderWay>();
  private readonly byWorkspace = new Map<string, ClusterUnderWay[]>();

  constructor(clusters: readonly ClusterUnderWay[]) {
    for (const cluster of clusters) {
      this.byId.set(armIdKey(cluster.armId), cluster);
      const workspace = armIdKey(parentArmId(cluster.armId));
      const known = this.byWorkspace.get(workspace) ?? [];
      this.byWorkspace.set(workspace, [...known, cluster]);
    }
  }

  async get(armId: string): Promise<ArmBody | undefined> {
    this.reads += 1;
    const cluster = this.byId.get(armIdKey(armId));
    return cluster && bodyOf(cluster);
  }

  async list(collection: string): Promise<ArmPage> {
    this.reads += 1;
    const [path = '', skip = '0'] = collection.split('?skip=');
    const all = this.byWorkspace.get(armIdKey(path.replace(/\/computes$/i, ''))) ?? [];
    const end = Number(skip) + pageSize;
    const value = all.slice(Number(skip), end).map(bodyOf);
    return { value, ...(end < all.length && { nextLink: `${path}?skip=${end}` }) };
  }

  async poll(handle: LroHandle): Promise<LroObservation> {
    this.reads += 1;
    const cluster = this.byId.get(armIdKey(handle.armId));
    const rawState = cluster ? stateOf(cluster) : 'Succeeded';
    return rawState === 'Succeeded'
      ? { state: 'Succeeded', rawState }
      : { state: 'InProgress', rawState, handle };
  }

  put(): never {
    throw new Error('nothing is sent while operations wait');
  }
  readonly delete = this.put;
  readonly post = this.put;
}

const stateOf = ({ endsAtMs }: ClusterUnderWay): string =>
  endsAtMs <= Date.now() ? 'Succeeded' : 'Creating';

function bodyOf(cluster: ClusterUnderWay): ArmBody {
  const tags = tagsFor(cluster.costTags, cluster.operationId);
  const body = computeClusterBody(
    computeClusterDesiredSchema.parse(cluster.desired),
    'eastus',
    tags,
  );
  const properties = body['properties'] as object;
  return {
    ...body,
    id: cluster.armId,
    name: cluster.armId.split('/').at(-1),
    properties: {
      ...properties,
      provisioningState: stateOf(cluster),
    },
  };
}
