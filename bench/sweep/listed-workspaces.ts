import type { ArmBody, ArmPage, ArmPort } from '#libs/operations';
import { kinds } from '#libs/kinds';

export const computesPerWorkspace = 20;

/** A cluster at rest, or with nodes on their way, as ARM lists it. */
export const bodyOf = (armId: string, moving: boolean): ArmBody => ({
  id: armId,
  location: 'eastus',
  tags: { costCenter: 'cc-1', owner: 'owner-1' },
  identity: { type: 'None' },
  properties: {
    computeType: 'AmlCompute',
    provisioningState: 'Succeeded',
    properties: {
      vmSize: 'STANDARD_D3_V2',
      vmPriority: 'Dedicated',
      scaleSettings: {
        minNodeCount: 0,
        maxNodeCount: 4,
        nodeIdleTimeBeforeScaleDown: 'PT120S',
      },
      allocationState: moving ? 'Resizing' : 'Steady',
      currentNodeCount: 2,
    },
  },
});

export const observedOf = (moving: boolean): unknown =>
  kinds.observe('COMPUTE_CLUSTER', bodyOf('/', moving)).observed;

/** ARM in memory: lists of workspaces, one page each, in a fifth of a second, and when each was asked for. */
export class ListedWorkspaces implements ArmPort {
  /** Monotonic milliseconds. */
  readonly askedAtMs: number[] = [];
  readonly seen = new Set<string>();

  constructor(private readonly isMoving: (workspaceArmId: string) => boolean) {}

  async list(collection: string): Promise<ArmPage> {
    this.askedAtMs.push(performance.now());
    const workspace = collection.replace(/\/computes$/, '');
    await new Promise((resolve) => setTimeout(resolve, 200));
    this.seen.add(workspace);
    const moving = this.isMoving(workspace);
    const value = Array.from({ length: computesPerWorkspace }, (_, at) =>
      bodyOf(`${collection}/cpu-${at + 1}x`, moving),
    );
    return { value };
  }

  get(): never {
    throw new Error('nothing vanishes here');
  }
  readonly put = this.get;
  readonly delete = this.get;
  readonly post = this.get;
  readonly poll = this.get;
}
