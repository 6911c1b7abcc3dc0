/**
 * Settings of a compute instance that came after 2024-10-01, for all that documents agree on
 * (docs/azure-facts.md#api-versions).
 */
export const laterComputeInstanceSettings = [
  'idleTimeBeforeShutdown',
  'enableOSPatching',
  'enableRootAccess',
  'enableSSO',
  'releaseQuotaOnStop',
  'autologgerSettings',
] as const;

/** The version of which documents say that it has them and that it has not. */
const undecided = '2025-06-01';

const has = (apiVersion: string): boolean =>
  apiVersion.endsWith('-preview') ? apiVersion >= '2024-10-01' : apiVersion >= '2025-12-01';

/**
 * Whether an answer at that api-version tells `laterComputeInstanceSettings`, so that one that is absent is not set: stable
 * versions do from 2025-12-01 on, previews from 2024-10-01-preview on. True where no version is known.
 */
export const tellsLaterSettings = (apiVersion: string | undefined): boolean =>
  apiVersion === undefined || has(apiVersion);

/** Whether a PUT at that api-version surely has no `laterComputeInstanceSettings`. */
export const lacksLaterSettings = (apiVersion: string | undefined): boolean =>
  apiVersion !== undefined && apiVersion !== undecided && !has(apiVersion);
