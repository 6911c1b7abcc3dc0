import { ArmRefusal } from '../../arm-error.js';
import type { InstanceRecord } from './instance-record.js';
import type { InstanceSettings } from './instance-settings.js';

/** Sizes and ids come back in another case than they went in. */
const folded = (value: unknown): string => JSON.stringify(value ?? null).toLowerCase();

const settings: readonly (keyof InstanceSettings)[] = [
  'vmSize',
  'subnet',
  'applicationSharingPolicy',
  'autologgerSettings',
  'sshSettings',
  'customServices',
  'personalComputeInstanceSettings',
  'enableOSPatching',
  'enableRootAccess',
  'enableSSO',
  'releaseQuotaOnStop',
  'setupScripts',
  'enableNodePublicIp',
];

/**
 * Of a PUT over an instance tags, identity, description, schedules and idle time are taken; another value elsewhere is
 * refused (docs/azure-facts.md#computes).
 */
export function checkUnchanged(before: InstanceRecord, after: InstanceRecord): void {
  const changed = [
    ...settings
      .filter((name) => folded(before.settings[name]) !== folded(after.settings[name]))
      .map((name) => `properties.properties.${name}`),
    ...((before.disableLocalAuth ?? false) === (after.disableLocalAuth ?? false)
      ? []
      : ['properties.disableLocalAuth']),
  ];
  const [first] = changed;
  if (first === undefined) return;
  throw new ArmRefusal(400, {
    code: 'PropertyChangeNotAllowed',
    message: `Changing property '${first}' is not allowed.`,
    target: first,
  });
}
