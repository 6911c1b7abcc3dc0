import type { ProvisioningError } from '#libs/kernel';
import { compareSettings, onlyOf, type IgnoredField } from '#libs/resources';
import {
  type StepContext,
  type StepDefinition,
  type StepOutcome,
  putChanged,
  mayStillArrive,
} from '#libs/operations';
import { observeComputeInstance } from '../compute-instance.observe.js';
import { computeInstanceSettings } from '../compute-instance.settings.js';
import {
  askedOfComputeInstance,
  computeInstance,
  computeInstanceDesired,
} from '../compute-instance.profile.js';
import { sentByOwnCall } from './own-call.step.js';

const put = putChanged(computeInstance);

/**
 * "put compute": PUTs the instance only where tags, schedules or the idle time still differ from what Azure reports once
 * the calls of their own were made. A PUT replaces the whole instance (docs/azure-facts.md#computes), so none is sent where
 * nothing changed.
 */
export const putComputeInstanceIfChanged: StepDefinition = {
  ...put,
  retriedFrom: 'set schedules',
  async run(context): Promise<StepOutcome> {
    if (context.memory.submitting) return lookForSent(context);
    const differing = await stillDiffering(context);
    if (differing?.length === 0)
      return { outcome: 'skipped', message: 'Azure reports it as asked: nothing was sent' };
    const sent = (differing ?? []).filter(
      ({ field }) => context.memory[sentByOwnCall(field)] === true,
    );
    if (sent.length > 0 && context.memory['lookedAgain'] !== true) return lookAgain(sent);
    return explained(await put.run(context), differing ?? [], sent);
  },
};

/** Every PUT of ours writes tags: where Azure answers none, one whose answer was lost has not arrived, or tags are not kept. */
async function lookForSent(context: StepContext): Promise<StepOutcome> {
  const differing = (await stillDiffering(context)) ?? [];
  if (!differing.some(({ field }) => field === 'costTags')) return put.run(context);
  const again = { ...context, memory: { ...context.memory, submitting: false } };
  return mayStillArrive(context) ?? put.run(again);
}

/**
 * The fields that were asked for and that Azure still reports otherwise. Undefined if the compute instance is
 * not there.
 */
async function stillDiffering(context: StepContext): Promise<IgnoredField[] | undefined> {
  const { arm, resource, signal, costTags } = context;
  const body = await arm.get(resource.armId, { signal });
  if (!body) return undefined;
  const found = observeComputeInstance(body);
  const differing = [
    ...compareSettings(computeInstanceSettings, computeInstanceDesired(context), costTags, found),
    ...untagged(costTags, found),
  ];
  return onlyOf(differing, askedOfComputeInstance(context));
}

/** If Azure reports no tags at all it may not keep any: they are sent, and not verified afterwards. */
const untagged = (
  costTags: StepContext['costTags'],
  { tags }: { tags: Record<string, string> | null },
): IgnoredField[] =>
  costTags.length > 0 && Object.keys(tags ?? {}).length === 0
    ? [{ field: 'costTags', asked: costTags, found: tags }]
    : [];

const lookAgain = (sent: readonly IgnoredField[]): StepOutcome => ({
  outcome: 'again',
  afterSeconds: 2,
  attempt: false,
  message: `Azure took ${namesOf(sent)} and does not yet report it`,
  memory: { lookedAgain: true },
});

/** Says why it went by PUT, and of a refusal what did not change by it. */
function explained(
  outcome: StepOutcome,
  differing: readonly IgnoredField[],
  sent: readonly IgnoredField[],
): StepOutcome {
  if (outcome.outcome === 'done' && outcome.message === undefined) {
    const why = sent.length > 0 ? `: Azure took ${namesOf(sent)} before and did not change it` : '';
    return { ...outcome, message: `${namesOf(differing)} by PUT${why}` };
  }
  if (outcome.outcome !== 'failed') return outcome;
  return { ...outcome, error: unchanged(outcome.error, differing) };
}

const unchanged = (
  error: ProvisioningError,
  differing: readonly IgnoredField[],
): ProvisioningError => ({
  ...error,
  message: `${namesOf(differing)} did not change: ${error.message}`,
  ...(differing[0] && { target: differing[0].field }),
  details: [error],
});

const namesOf = (fields: readonly IgnoredField[]): string =>
  fields.map(({ field }) => field).join(', ');
