import type { InstanceSettings } from './instance-settings.js';
import type { RequestedInstance } from './instance.schema.js';

/** What the stable versions before 2025-06-01 do not have, neither in nor out (arm-facts, ComputeInstance). */
const newIn2025 = [
  'idleTimeBeforeShutdown',
  'enableOSPatching',
  'enableRootAccess',
  'enableSSO',
  'releaseQuotaOnStop',
  'autologgerSettings',
] as const;

const isNew = (apiVersion: string): boolean => apiVersion >= '2025';

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
    Object.entries(value).filter(([name]) => !(newIn2025 as readonly string[]).includes(name)),
  );

/** Where start, stop and restart say how they stand: Location from 2025-06-01 on, Azure-AsyncOperation before (arm-facts, Operations). */
export const pollsAtLocation = isNew;
