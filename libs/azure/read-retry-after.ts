import { secondsToLeaveAlone } from '#libs/operations';

/**
 * Seconds to wait by a Retry-After header, from none to an hour, however long it says. ARM writes integer seconds
 * (docs/azure-facts.md#long-running-operations); an HTTP date is understood too. Undefined where there is none, or none
 * that can be read.
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return secondsToLeaveAlone(Number(text));
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) return undefined;
  return secondsToLeaveAlone(Math.ceil((date - now.getTime()) / 1000));
}

/** `Please try again after '10' seconds`: the message of a 429 that came without the header. */
export function readRetryAfterText(message: string): number | undefined {
  const match = /try again after '?(\d+)'? seconds/i.exec(message);
  return match ? secondsToLeaveAlone(Number(match[1])) : undefined;
}
