import { normaliseLocation } from '#libs/kernel';
import {
  type ObservedIdentity,
  durationForm,
  idForm,
  userForm,
  withoutCase,
  hasPublicIp,
  shownIdentity,
  shownText,
  shownValue,
  textForm,
} from '#libs/resources';
import type { InstanceDesired, InstanceObserved } from './compute-instance.schema.js';

/** What pages show of an instance's settings; its schedules are shown both ways. */
export interface ShownInstance extends Omit<
  InstanceDesired,
  'identity' | 'subnetId' | 'ssh' | 'schedules'
> {
  identity: ObservedIdentity;
  subnetId: string | null;
  ssh: {
    enabled: boolean;
    adminUsername: string | null;
    port: number | null;
    /** Null where nobody here knows it: ARM keeps it to itself. */
    publicKey: string | null;
  };
}

/** An instance as Azure has it; as it was asked for until Azure has said anything (ADR 0022). */
export function shownInstance(
  asked: InstanceDesired,
  found: InstanceObserved | null,
): ShownInstance {
  const { schedules: _both, ...settings } = asked;
  const identity = shownIdentity(asked.identity, found?.identity);
  if (!found) return { ...settings, identity, ssh: sshAsked(asked) };
  return {
    ...settings,
    identity,
    location: shownText(asked.location, found.location, normaliseLocation),
    description: shownValue(asked.description, found.description, textForm),
    vmSize: shownText(asked.vmSize, found.vmSize, withoutCase),
    assignedUser: shownValue(asked.assignedUser, found.assignedUser, userForm),
    subnetId: shownValue<string | null>(asked.subnetId, found.subnetId, idForm),
    enableNodePublicIp: hasPublicIp(found),
    idleTimeBeforeShutdown: idleTimeShown(asked, found),
    ssh: sshFound(asked, found),
    customApplications: asked.customApplications.filter(({ name }) =>
      found.customApplications.includes(name),
    ),
  };
}

/** As it was asked for where the api-version that Azure was read at does not tell. */
const idleTimeShown = (
  { idleTimeBeforeShutdown: asked }: InstanceDesired,
  { idleTimeBeforeShutdown: found }: InstanceObserved,
): string | null =>
  found === undefined
    ? asked
    : shownValue(asked, found, (duration) => duration && durationForm(duration));

const sshAsked = ({ ssh }: InstanceDesired): ShownInstance['ssh'] => ({
  enabled: ssh !== null,
  adminUsername: null,
  port: null,
  publicKey: ssh?.publicKey || null,
});

/** Azure names a port and an account of a closed door too: nobody can connect there, so they are not told. */
function sshFound({ ssh: asked }: InstanceDesired, { ssh }: InstanceObserved) {
  const enabled = ssh.publicAccess === 'ENABLED';
  return {
    enabled,
    adminUsername: enabled ? ssh.adminUsername : null,
    port: enabled ? ssh.port : null,
    publicKey: enabled ? asked?.publicKey || null : null,
  };
}
