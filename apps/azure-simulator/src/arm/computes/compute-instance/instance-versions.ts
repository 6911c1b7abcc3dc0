import type { InstanceSettings } from './instance-settings.js';
import type { RequestedInstance } from './instance.schema.js';

/** What the stable versions before 2025-06-01, and previews before 2024-10-01-preview, do not have, neither in nor out. */
const later = [
  'idleTimeBeforeShutdown',
  'enableOSPatching',
  'enableRootAccess',
  'enableSSO',
  'releaseQuotaOnStop',
  'autologgerSettings',
] as const;

const isNew = (apiVersion: string): boolean =>
  apiVersion.endsWith('-preview') ? apiVersion >= '2024-10-01' : apiVersion >= '2025-06-01';

/** The request as an api-version knows it: what it does not is dropped without a word, and stays where an instance stands. */
export function forVersion(
  requested: RequestedInstance,
  apiVersion: string,
  existing: InstanceSettings | undefined,
): RequestedInstance {
  if (isNew(apiVersion)) return requested;
  const { idleTimeBeforeShutdown } = existing ?? {};
  return { ...without(requested), idleTimeBeforeShutdown };
}

export const viewForVersion = (view: object, apiVersion: string): object =>
  isNew(apiVersion) ? view : without(view);

const without = (value: object): object =>
  Object.fromEntries(
    Object.entries(value).filter(([name]) => !(later as readonly string[]).includes(name)),
  );

/**
 * Where start, stop and restart say how they stand: Location in these, Azure-AsyncOperation in the others
 * (docs/azure-facts.md#calls-and-versions).
 */
export const pollsAtLocation = (apiVersion: string): boolean =>
  ['2025-06-01', '2024-10-01-preview', '2025-10-01-preview'].includes(apiVersion);

/** Versions that have another size (docs/azure-facts.md#calls-and-versions). */
export const resizeVersions = [
  '2025-10-01-preview',
  '2025-06-01',
  '2024-10-01-preview',
  '2023-08-01-preview',
];
/** Versions that have the idle time by a call of its own; 2021-07-01 is the one that Microsoft's page shows. */
export const idleTimeVersions = [...resizeVersions, '2021-07-01'];
/** Versions that have the schedules by a call of their own. */
export const scheduleVersions = ['2021-03-01-preview'];
