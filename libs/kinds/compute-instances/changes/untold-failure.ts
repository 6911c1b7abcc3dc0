import type { ProvisioningError } from '#libs/kernel';
import type { Resource } from '#libs/resources';

/** The idle time can neither be set by its call nor be read back after a PUT. `why`: what became of the call. */
export const idleTimeUntold = ({ name }: Resource, why: string): ProvisioningError => ({
  code: 'API_VERSION_NOT_SERVED',
  message: `The idle time of '${name}' was not changed: ${why}, and the api-version that Azure serves here does not tell it.`,
  retry: 'LATER',
  remedy:
    'Give the instance schedules that stop it. Where Azure has the idle time at another api-version here, let an administrator set ARMATURE_AZURE_API_VERSIONS for computes/updateIdleShutdownSetting, or for computes/get and computes/put.',
  target: 'idleTimeBeforeShutdown',
});
