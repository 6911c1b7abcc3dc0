import type { ArmAnswer } from '../arm-answer.js';

/** ARM or a provider of its own does not serve what was asked at that api-version. */
export interface VersionRefusal {
  /** Those that it says it serves, lower case. Undefined where it did not say. */
  served: readonly string[] | undefined;
  /** False where it may as well be about this one resource: then it says nothing about others. */
  certain: boolean;
}

/** docs/azure-facts.md#api-versions; the last ones come from a resource provider itself and list nothing. */
const refusals =
  /"code":"(?:NoRegisteredProviderFound|InvalidResourceType|(?:Invalid|Unsupported)ApiVersion(?:Parameter)?|ApiVersionNotSupported)"/i;
const servedList = /supported (?:api-?)?versions are:? '([^']*)'/i;

/**
 * Undefined where the answer is about something else: also where the version asked with is among those that are served,
 * as when a region has not got the type at all. An action (`isAction`) that a version has not got is answered like a
 * path that nobody knows: 404 without a body, or 405.
 */
export function readVersionRefusal(
  { status, body }: ArmAnswer,
  version: string,
  isAction: boolean,
): VersionRefusal | undefined {
  if (status !== 400 && status !== 404 && status !== 405) return undefined;
  if (isAction && (status === 405 || (status === 404 && body === undefined)))
    return { served: undefined, certain: false };
  const text = JSON.stringify(body) ?? '';
  if (!refusals.test(text)) return undefined;
  const served = servedList
    .exec(text)?.[1]
    ?.split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');
  return served?.includes(version) ? undefined : { served, certain: true };
}
