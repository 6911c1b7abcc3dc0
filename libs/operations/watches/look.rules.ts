import { rawStateOf } from '#libs/resources';
import type { ArmBody, LroHandle } from '../arm.port.js';
import type { StepDuration } from '../progress/step-duration.js';
import type { WatchRequest } from '../step.js';
import { usualReads, type ReadLimit } from './read-limit.rules.js';

const longestMs = 60_000;
const shortestMs = 1_000;

/** Samples before an average means anything. */
const enoughSamples = 3;

/**
 * Milliseconds until the next look at something that has waited for `ageMs`: ever less often until shortly before
 * such a step used to end (what fails, fails early), then often, and ever less often once it is overdue. At most a
 * minute.
 */
export function nextLookMs(ageMs: number, duration: StepDuration | undefined): number {
  if (!duration || duration.samples < enoughSamples) return between(1_500, ageMs / 8, 7_000);
  const denseMs = between(shortestMs, duration.spreadMs / 2, 5_000);
  const untilDenseMs = duration.meanMs - 2 * duration.spreadMs - ageMs;
  const overdueMs = ageMs - duration.meanMs - 4 * duration.spreadMs;
  const earlyMs = Math.min(untilDenseMs, Math.max(5_000, ageMs / 2));
  return between(denseMs, Math.max(earlyMs, overdueMs / 8), longestMs);
}

const between = (least: number, value: number, most: number): number =>
  Math.min(most, Math.max(least, value));

/** What looks in one subscription can cost and what they may. */
export interface SubscriptionPace {
  /** Reads that one look at everything takes. */
  readsPerRound: number;
  /** Tokens left in the read bucket. */
  tokens: number;
}

/**
 * The shortest time between two looks at the same thing, milliseconds: all that is watched in the subscription must
 * fit into the reads that looks may take, which are fewer the emptier the bucket is (docs/azure-facts.md#throttling).
 */
export function shortestRoundMs(
  { readsPerRound, tokens }: SubscriptionPace,
  { refillPerSecond }: ReadLimit = usualReads,
): number {
  const usual = tokens > 150 ? 16 : tokens > 60 ? 12 : tokens > 10 ? 8 : 4;
  const readsPerSecond = (usual * refillPerSecond) / usualReads.refillPerSecond;
  return (readsPerRound / readsPerSecond) * 1_000;
}

export interface WatchedThing {
  until: WatchRequest['until'];
  verb?: LroHandle['verb'];
}

/** True where the resource's own state says how the wait stands: an action's end shows only at its poll URL. */
export const shownByResource = ({ until, verb }: WatchedThing): boolean =>
  until !== 'LRO' || verb === 'PUT' || verb === 'DELETE';

/** True for a resource that waits for its end by going away. */
export const endsByAbsence = ({ until, verb }: WatchedThing): boolean =>
  until === 'GONE' || (until === 'LRO' && verb === 'DELETE');

/**
 * True while Azure is still carrying something out on the resource it answered, whatever its
 * provisioningState says.
 */
export type IsAtWork = (body: ArmBody) => boolean;

/** True where the resource, or its absence, looks as if the wait were over; to be confirmed before it is believed. */
export function looksEnded(
  watch: WatchedThing,
  body: ArmBody | undefined,
  isAtWork: IsAtWork,
): boolean {
  if (body === undefined) return true;
  return endsByAbsence(watch) ? hasFailed(body, isAtWork) : isSettled(body, isAtWork);
}

const stateOf = (body: ArmBody): string => rawStateOf(body).toLowerCase();

/**
 * No state is Succeeded; any word but these is under way (docs/azure-facts.md#long-running-operations), and so is a
 * machine that has not come to rest.
 */
const isSettled = (body: ArmBody, isAtWork: IsAtWork): boolean =>
  ['succeeded', 'installed', 'failed', 'canceled', 'cancelled'].includes(stateOf(body)) &&
  !isAtWork(body);

export const hasFailed = (body: ArmBody, isAtWork: IsAtWork): boolean =>
  isSettled(body, isAtWork) && !['succeeded', 'installed'].includes(stateOf(body));
