import {
  changeableOf,
  identityBody,
  noIdentity,
  objectAt,
  readOnlyEnvelope,
  readOnlyOfComputes,
  identityAgain,
  withSettings,
  writable,
  type AzureTags,
  type ResourceBody,
} from '#libs/resources';
import type { ComputeInstanceDesired } from './compute-instance.schema.js';
import { computeInstanceSettings } from './compute-instance.settings.js';
import { changedSchedules, standingSchedules } from './power-schedules/changed-schedules.body.js';

/**
 * The PUT that makes an instance, in its workspace's region: there is no other (docs/azure-facts.md#compute-instances).
 */
export const computeInstanceBody = (
  desired: ComputeInstanceDesired,
  location: string,
  tags: AzureTags,
): ResourceBody =>
  withSettings({ tags, properties: { computeType: 'ComputeInstance' } }, computeInstanceSettings, {
    ...desired,
    location,
  });

/** As ARM has it; the key, which it may keep to itself, is said again where somebody here knows it (ADR 0013). */
function sshAgain(standing: ResourceBody, { ssh }: ComputeInstanceDesired): ResourceBody {
  const { adminPublicKey, ...told } = writable(standing, ['adminUserName', 'sshPort']);
  const { sshPublicAccess = ssh ? 'Enabled' : 'Disabled' } = told;
  const key = adminPublicKey || (sshPublicAccess !== 'Disabled' && ssh?.publicKey.trim());
  return { ...told, sshPublicAccess, ...(key && { adminPublicKey: key }) };
}

const readOnlySettings = [
  'state',
  'errors',
  'applications',
  'connectivityEndpoints',
  'createdBy',
  'lastOperation',
  'osImageMetadata',
  'containers',
  'dataDisks',
  'dataMounts',
  'versions',
  'schedules',
] as const;

/** What an update may change of an instance that stands, as in our inputs. */
export const changeableOfComputeInstance = [...changeableOf(computeInstanceSettings), 'costTags'];

/**
 * The PUT that changes an instance: what ARM returned, with tags as asked, and of schedules and idle time those that
 * `changes` names. A PUT replaces everything (docs/azure-facts.md#computes), so what we do not know of, and schedules
 * that nobody asked to change, are sent back as they came. That there shall be no idle time is said by leaving it out.
 */
export function changedComputeInstanceBody(
  current: ResourceBody,
  desired: ComputeInstanceDesired,
  tags: ResourceBody,
  changes: readonly string[],
): ResourceBody {
  const properties = objectAt(current, 'properties');
  const settings = objectAt(properties, 'properties');
  const body = {
    ...writable(current, readOnlyEnvelope),
    tags,
    // None of our changes: whoever gave it another one in Azure keeps it.
    identity: identityAgain(current) ?? identityBody(noIdentity),
    properties: {
      ...writable(properties, readOnlyOfComputes),
      properties: {
        ...writable(settings, readOnlySettings),
        sshSettings: sshAgain(objectAt(settings, 'sshSettings'), desired),
        schedules: changes.includes('schedules')
          ? changedSchedules(settings['schedules'], desired.schedules)
          : standingSchedules(settings['schedules']),
      },
    },
  };
  const ofTheTable = changes.filter((name) => name === 'idleTimeBeforeShutdown');
  return withSettings(body, computeInstanceSettings, desired, ['setupScripts', ...ofTheTable]);
}
