import { Duration } from '@marcbachmann/cel-js/evaluator';
import { durationSeconds } from '#libs/kernel';

/** A duration of CEL from ISO 8601 as inputs have it; undefined for what is none. */
export function bringDuration(text: unknown): Duration | undefined {
  const seconds = durationSeconds(String(text));
  return seconds === undefined ? undefined : Duration.fromMilliseconds(seconds * 1000);
}
