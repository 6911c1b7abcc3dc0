import { normaliseLocation } from '#libs/kernel';
import {
  differing,
  differingIdentity,
  differingTags,
  durationForm,
  idForm,
  userForm,
  withoutCase,
  type IgnoredField,
  hasPublicIp,
  type Tag,
} from '#libs/resources';
import type { InstanceDesired, InstanceObserved } from './compute-instance.schema.js';
import { samePowerSchedule } from './power-schedules/power-schedule.compare.js';
import type { PowerSchedule } from './power-schedules/power-schedule.schema.js';

/**
 * Every field that ARM answers otherwise than asked. What it keeps to itself is not compared: the SSH key, the
 * scripts, and what custom applications are made of.
 */
export function compareInstance(
  desired: InstanceDesired,
  costTags: readonly Tag[],
  found: InstanceObserved,
): IgnoredField[] {
  return [
    ...differing('vmSize', desired.vmSize, found.vmSize, withoutCase),
    ...differing('location', desired.location, found.location, normaliseLocation),
    ...differing('description', desired.description ?? '', found.description ?? ''),
    ...compareUser(desired, found),
    ...differing(
      'ssh.publicAccess',
      desired.ssh === null ? 'DISABLED' : 'ENABLED',
      found.ssh.publicAccess,
    ),
    ...differing('subnetId', desired.subnetId, found.subnetId, idForm),
    ...differing('enableNodePublicIp', desired.enableNodePublicIp, hasPublicIp(found)),
    ...differingIdentity(desired.identity, found.identity),
    ...compareIdleTime(desired, found),
    ...compareSchedules(desired.schedules, found.schedules),
    ...compareApplications(desired, found),
    ...differingTags(costTags, found.tags),
  ];
}

/** Where nobody was named, whoever made it is the user: what Azure fills in is not compared. */
function compareUser({ assignedUser }: InstanceDesired, found: InstanceObserved): IgnoredField[] {
  if (assignedUser === null) return [];
  return differing<InstanceDesired['assignedUser']>(
    'assignedUser',
    assignedUser,
    found.assignedUser,
    userForm,
  );
}

/** Those that were asked for must be there; what else there is has been added outside Armature, or found (ADR 0013). */
function compareApplications(
  { customApplications }: InstanceDesired,
  { customApplications: found }: InstanceObserved,
): IgnoredField[] {
  const asked = customApplications.map(({ name }) => name);
  return asked.every((name) => found.includes(name))
    ? []
    : [{ field: 'customApplications', asked, found }];
}

/** How long it may be idle, as asked and as Azure reports it; no difference where Azure does not tell. */
export const compareIdleTime = (
  { idleTimeBeforeShutdown }: Pick<InstanceDesired, 'idleTimeBeforeShutdown'>,
  { idleTimeBeforeShutdown: found }: Pick<InstanceObserved, 'idleTimeBeforeShutdown'>,
): IgnoredField[] =>
  found === undefined
    ? []
    : differing<string | null>(
        'idleTimeBeforeShutdown',
        idleTimeBeforeShutdown,
        found,
        (duration) => duration && durationForm(duration),
      );

/** Schedules have no name: each one asked for must be among those found, and none beside them. */
export function compareSchedules(
  asked: readonly PowerSchedule[],
  found: readonly PowerSchedule[],
): IgnoredField[] {
  const has = (all: readonly PowerSchedule[], one: PowerSchedule): boolean =>
    all.some((other) => samePowerSchedule(one, other));
  const same =
    asked.length === found.length &&
    asked.every((one) => has(found, one)) &&
    found.every((one) => has(asked, one));
  return same ? [] : [{ field: 'schedules', asked, found }];
}
