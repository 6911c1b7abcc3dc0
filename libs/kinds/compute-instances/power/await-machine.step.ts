import { type StepDefinition, type StepOutcome, missing } from '#libs/operations';
import { brokenAs } from '../diagnosis/broken-compute-instance.rules.js';
import { isPassing } from './compute-instance-state.rules.js';
import { observeComputeInstance } from '../compute-instance.observe.js';
import type { ComputeInstanceState } from '../compute-instance.schema.js';
import { whyNotThere } from './machine-failures.js';

/** Looks at a machine that rests elsewhere before that is believed: reads may be behind what Azure accepted, and words newer than ours may pass. */
const mostLooks = 5;

/**
 * "await state": until the machine has come to rest in one of `ends`; its own state tells, not provisioningState
 * (docs/azure-facts.md#compute-instances), unless Azure names none. What it was in `before` tells nothing yet.
 */
export const awaitMachine = (
  ends: readonly ComputeInstanceState[],
  before: readonly ComputeInstanceState[] = [],
): StepDefinition => ({
  name: 'await state',
  writes: false,
  async run({ arm, kinds, resource, signal, observation, seen, memory }): Promise<StepOutcome> {
    const watched = observation?.by === 'resource' ? observation.body : seen;
    const body = watched ?? (await arm.get(resource.armId, { signal }));
    if (!body) return missing('instance', resource);
    const found = observeComputeInstance(body);
    const { rawState } = found;
    const facts = kinds.observe(resource.kind, body);
    if (isPassing(found.state)) {
      const watch = { until: 'PRESENT', armId: resource.armId } as const;
      return { outcome: 'wait', watch, message: `the instance is ${rawState}`, rawState, facts };
    }
    if (ends.includes(found.state) || rawState === '')
      return { outcome: 'done', rawState, facts, seen: body };
    const looks = Number(memory['looksAtRest'] ?? 0) + 1;
    const hasBroken = brokenAs(found.state) !== undefined && !before.includes(found.state);
    if (hasBroken || looks >= mostLooks)
      return {
        outcome: 'failed',
        error: whyNotThere(resource, found, facts.provisioningErrors ?? []),
        rawState,
        facts,
      };
    const message = `the instance is ${rawState}: looking whether it stays so`;
    return {
      outcome: 'again',
      afterSeconds: 5,
      attempt: false,
      message,
      memory: { looksAtRest: looks },
    };
  },
});
