import type { StepContext, StepDefinition, StepOutcome } from '#libs/operations';
import { connectedClusterOfExtension, whyUnreachable } from './check-connected-cluster.step.js';

/** Seconds between two looks at whether the cluster's heart still beats. */
const heartbeatSeconds = 30;

/**
 * A step that waits for what the agents of an extension's cluster do: it comes back for their heartbeat while its
 * watch looks, so that a cluster that goes offline ends it within a minute and not after Azure's hours. `unless`:
 * what is asked of Azure alone.
 */
export const whileConnected = (
  step: StepDefinition,
  unless: (context: StepContext) => boolean = () => false,
): StepDefinition => ({
  ...step,
  async run(context): Promise<StepOutcome> {
    const outcome = await step.run(context);
    if (outcome.outcome !== 'wait' || unless(context)) return outcome;
    const error = await whyUnreachable(context, connectedClusterOfExtension(context));
    const { rawState, facts } = outcome;
    if (error)
      return { outcome: 'failed', error, ...(rawState && { rawState }), ...(facts && { facts }) };
    const message = `${outcome.message}; the cluster is connected`;
    return { ...outcome, message, againAfterSeconds: heartbeatSeconds };
  },
});
