import {
  explainFailedExtension,
  isExplained,
  mapExtensionErrors,
  resendOf,
} from '#libs/arm-errors';
import type { ProvisioningError } from '#libs/kernel';
import { isSettled, provisioningStateOf, rawStateOf, type ResourceFacts } from '#libs/resources';
import {
  type ArmBody,
  type StepContext,
  type StepDefinition,
  type StepOutcome,
  sendWrite,
  vanished,
} from '#libs/operations';
import { whileConnected } from '../../connected-clusters/while-connected.js';
import { withSecrets } from './put-extension.step.js';

/**
 * "await extension": until its state ends, old (`installState`) or new (`provisioningState`, `statuses`, `errorInfo`).
 * What passes by itself is sent again by the step, as often as the catalogue of extension errors says.
 */
export const awaitExtension: StepDefinition = whileConnected({
  name: 'await extension',
  writes: false,
  async run(context): Promise<StepOutcome> {
    if (context.memory['resend'] === true) return resend.run(context);
    const { arm, kinds, resource, signal, observation } = context;
    const body =
      observation?.by === 'resource' ? observation.body : await arm.get(resource.armId, { signal });
    if (!body) return missing(context);
    const rawState = rawStateOf(body);
    const state = provisioningStateOf(rawState);
    const facts = kinds.observe(resource.kind, body);
    if (state === 'SUCCEEDED') return { outcome: 'done', rawState, facts };
    if (isSettled(state)) return afterFailure(context, body, rawState, facts);
    return stillAtIt(context, rawState, facts);
  },
});

const stillAtIt = (
  { resource: { armId } }: StepContext,
  rawState: string,
  facts: ResourceFacts,
): StepOutcome => ({
  outcome: 'wait',
  watch: { until: 'PRESENT', armId },
  message: `Azure says ${rawState}`,
  rawState,
  facts,
});

const later = (
  afterSeconds: number,
  message: string,
  memory: Record<string, unknown> = {},
): StepOutcome => ({ outcome: 'again', afterSeconds, attempt: false, message, memory });

/** Right after a PUT it may not be seen yet (docs/azure-facts.md#long-running-operations). */
function missing({ resource, memory }: StepContext): StepOutcome {
  const looks = Number(memory['missed'] ?? 0) + 1;
  const error = vanished('extension', resource);
  if (looks > 3) return { outcome: 'failed', error };
  return later(5, error.message, { missed: looks });
}

async function afterFailure(
  context: StepContext,
  body: ArmBody,
  rawState: string,
  facts: ResourceFacts,
): Promise<StepOutcome> {
  const error = await whyItFailed(context, body);
  const again = resendOf(error);
  const sent = Number(context.memory['resent'] ?? 0);
  if (again && sent < again.times) {
    const message = `${error.code}: it passes by itself; sent again in ${again.afterSeconds} s (${sent + 1} of ${again.times})`;
    return later(again.afterSeconds, message, { resend: true, resent: sent + 1 });
  }
  return { outcome: 'failed', error, rawState, facts: { ...facts, provisioningErrors: [error] } };
}

/**
 * The resource's own error if the catalogue explains it; else the long-running operation's, which may know
 * more.
 */
async function whyItFailed(context: StepContext, body: ArmBody): Promise<ProvisioningError> {
  const own = mapExtensionErrors(body);
  const { handle } = context.memory;
  if (!handle || isExplained(own)) return own;
  const lro = await context.arm.poll(handle, { signal: context.signal });
  return lro.state === 'Failed' ? explainFailedExtension(lro.error) : own;
}

/** The same PUT once more: ARM takes it for an update of what failed. Sending it twice ends the same. */
const resend = withSecrets((profile) => ({
  name: 'await extension',
  writes: false,
  async run(context): Promise<StepOutcome> {
    const { arm, resource } = context;
    const outcome = await sendWrite(context, profile, {
      verb: 'PUT',
      send: (call) => arm.put(resource.armId, profile.create(context), call),
      accepted: { provisioningState: 'CREATING', rawProvisioningState: 'Creating' },
      refused: () => ({}),
    });
    if (outcome.outcome !== 'done') return outcome;
    return later(0, 'sent again', { ...outcome.memory, resend: false });
  },
}));
