import { z } from 'zod';

const pattern = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Seconds of an ISO 8601 duration of days and smaller units, or undefined where it is none. Months and years have no fixed length and are refused. */
export function durationSeconds(text: string): number | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

/** `PT120S`: seconds only, as ARM's own answers write it. */
export const isoDuration = (seconds: number): string => `PT${seconds}S`;

export const durationSchema = z
  .string()
  .refine(
    (text) => durationSeconds(text) !== undefined,
    'must be an ISO 8601 duration such as PT120S',
  );
