import { type StepDefinition, type StepOutcome, asOnResource } from '#libs/operations';

/** "await instance": until ARM has ended the action that was sent, by its poll URL; at once where nothing was. */
export const awaitAction: StepDefinition = {
  name: 'await instance',
  writes: false,
  async run({ arm, kinds, resource, signal, memory, observation }): Promise<StepOutcome> {
    if (observation?.by === 'lro') {
      const { lro } = observation;
      if (lro.state === 'Succeeded') return { outcome: 'done', rawState: lro.rawState };
      const body = await arm.get(resource.armId, { signal });
      const facts = body && kinds.observe(resource.kind, body);
      return {
        outcome: 'failed',
        error: asOnResource(lro.error, facts ?? {}),
        rawState: lro.rawState,
        ...(facts && { facts }),
      };
    }
    if (observation || !memory.handle) return { outcome: 'done' };
    const { handle, retryAfterSeconds } = memory;
    return {
      outcome: 'wait',
      watch: {
        until: 'LRO',
        armId: resource.armId,
        handle,
        ...(typeof retryAfterSeconds === 'number' && { retryAfterSeconds }),
      },
      message: 'Azure is at work on the instance',
    };
  },
};
