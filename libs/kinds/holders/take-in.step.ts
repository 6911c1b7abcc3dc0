import type { StepContext, StepDefinition, StepOutcome } from '#libs/operations';

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

/**
 * "take in computes": the computes and attachments of one workspace after the other, from where an earlier run came to.
 * What has a row already gets no second one.
 */
export const takeInComputes: StepDefinition = {
  name: 'take in computes',
  writes: false,
  async run(context): Promise<StepOutcome> {
    const { computes, takenIn } = progressOf(context);
    let reached = { after: takenIn, computes };
    for (let at = 0; at < workspacesAtOnce; at += 1) {
      const workspace = await context.ports.standing.nextWorkspace(context, reached.after);
      if (!workspace) return { outcome: 'done', message: `${reached.computes} taken in` };
      const count = await context.ports.standing.takeInComputes(context, workspace);
      reached = { after: workspace.id, computes: reached.computes + count };
    }
    return {
      outcome: 'more',
      message: `${reached.computes} computes taken in so far`,
      memory: { takenIn: reached.after, computesTakenIn: reached.computes },
    };
  },
};

const progressOf = ({ memory: { takenIn, computesTakenIn } }: StepContext) => ({
  takenIn: typeof takenIn === 'string' ? takenIn : null,
  computes: typeof computesTakenIn === 'number' ? computesTakenIn : 0,
});
