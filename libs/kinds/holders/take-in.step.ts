import type { StepContext, StepDefinition, StepOutcome, TakenComputes } from '#libs/operations';

/** So many workspaces are listed before what was taken in is committed. */
const workspacesAtOnce = 5;

/** "take in workspaces": what stands in the group becomes the team's, as Azure has it. */
export const takeInWorkspaces: StepDefinition = {
  name: 'take in workspaces',
  writes: false,
  async run(context): Promise<StepOutcome> {
    const count = await context.ports.standing.takeInWorkspaces(context);
    return { outcome: 'done', message: `${count} taken in` };
  },
};

/** "take in connected clusters": those of the group, so that what is attached from them can be taken in too. */
export const takeInConnectedClusters: StepDefinition = {
  name: 'take in connected clusters',
  writes: false,
  async run(context): Promise<StepOutcome> {
    await context.ports.standing.takeInConnectedClusters(context);
    return { outcome: 'done' };
  },
};

/** How far "take in computes" is: after which workspace, with how many computes. */
interface Reached {
  after: string | null;
  computes: number;
  /** How many attachments were left out, and the first ones of them. */
  leftOut: number;
  named: string[];
}

/**
 * "take in computes": the computes and attachments of one workspace after the other, from where an earlier run came to.
 * What has a row already gets no second one.
 */
export const takeInComputes: StepDefinition = {
  name: 'take in computes',
  writes: false,
  async run(context): Promise<StepOutcome> {
    let reached = reachedBefore(context);
    for (let at = 0; at < workspacesAtOnce; at += 1) {
      const workspace = await context.ports.standing.nextWorkspace(context, reached.after);
      if (!workspace) return { outcome: 'done', message: said(reached) };
      const taken = await context.ports.standing.takeInComputes(context, workspace);
      reached = goneOn(reached, workspace.id, taken);
    }
    return { outcome: 'more', message: `${said(reached)} so far`, memory: { reached } };
  },
};

const reachedBefore = ({ memory }: StepContext): Reached =>
  (memory['reached'] as Reached | undefined) ?? { after: null, computes: 0, leftOut: 0, named: [] };

const mostNamed = 5;

const goneOn = (reached: Reached, after: string, { count, leftOut }: TakenComputes): Reached => ({
  after,
  computes: reached.computes + count,
  leftOut: reached.leftOut + leftOut.length,
  named: [...reached.named, ...leftOut.map(shortName)].slice(0, mostNamed),
});

/** `workspace/compute` */
const shortName = (armId: string): string => armId.split('/').slice(-3).toSpliced(1, 1).join('/');

function said({ computes, leftOut, named }: Reached): string {
  if (leftOut === 0) return `${computes} taken in`;
  const names = [...named, ...(leftOut > named.length ? ['…'] : [])].join(', ');
  return `${computes} taken in; ${leftOut} left out, because their Kubernetes cluster is in no resource group that a team has: ${names}. Claim that group, then the attachments with claimCompute`;
}
