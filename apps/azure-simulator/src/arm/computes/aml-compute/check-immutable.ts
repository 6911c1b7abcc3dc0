import { isDeepStrictEqual } from 'node:util';
import { ArmRefusal } from '../../arm-error.js';
import type { ComputeRecord } from '../compute-record.js';
import type { ClusterSettings } from './cluster-settings.js';

/** Sizes and ids come back in another case than they went in. */
const folded = (value: unknown): unknown =>
  typeof value === 'object' || typeof value === 'string'
    ? JSON.stringify(value ?? null).toLowerCase()
    : value;

const immutableSettings: readonly (keyof ClusterSettings)[] = [
  'vmSize',
  'vmPriority',
  'osType',
  'virtualMachineImage',
  'isolatedNetwork',
  'subnet',
  'remoteLoginPortPublicAccess',
  'enableNodePublicIp',
];

/**
 * What a PUT cannot change on a cluster that stands (docs/azure-facts.md#computes); throws PropertyChangeNotAllowed.
 */
export function checkImmutable(before: ComputeRecord, after: ComputeRecord): void {
  const changed = [
    ...immutableSettings
      .filter((name) => folded(before.settings[name]) !== folded(after.settings[name]))
      .map((name) => `properties.properties.${name}`),
    ...(sameCredentials(before.settings, after.settings)
      ? []
      : ['properties.properties.userAccountCredentials']),
    ...(before.computeLocation === after.computeLocation ? [] : ['properties.computeLocation']),
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

const sameCredentials = (before: ClusterSettings, after: ClusterSettings): boolean =>
  isDeepStrictEqual(before.userAccountCredentials, after.userAccountCredentials);
