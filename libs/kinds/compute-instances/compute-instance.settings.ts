import {
  askedAlone,
  caselessAt,
  flagAt,
  hasPublicIp,
  identityValue,
  noIdentity,
  optionalArmId,
  optionalText,
  regionAt,
  setting,
} from '#libs/resources';
import { assignedUserValue } from './assigned-user.js';
import { customApplications } from './setup/custom-applications.value.js';
import { idleTime } from './idle-time.js';
import { computeInstanceSsh } from './compute-instance-ssh.js';
import { powerSchedules } from './power-schedules/power-schedules.value.js';
import { setupScriptsBody } from './setup/setup-scripts.body.js';
import { setupScriptsSchema, type SetupScripts } from './setup/setup-scripts.schema.js';

const stands = 'on an instance that stands';
const fixed = `${stands}: create another instance, or delete this one and create it anew`;
const drift = true;
const settings = 'properties.properties';

/** ARM may keep them to itself, so a PUT says them again; those that nobody here knows stay as they are. */
const setupScripts = {
  ...askedAlone<SetupScripts | null>(setupScriptsSchema.nullable(), null),
  sent: (scripts: SetupScripts | null) =>
    scripts && { [`${settings}.setupScripts`]: setupScriptsBody(scripts) },
};

/** Every setting of a compute instance (docs/azure-facts.md#compute-instances): what is done with one follows from its row. */
export const computeInstanceSettings = {
  vmSize: setting(caselessAt(`${settings}.vmSize`), {
    fixed: `${stands}: use resizeComputeInstance`,
    drift,
  }),
  /** Its workspace's region: there is no other. */
  location: setting(regionAt('location'), { fixed, drift }),
  description: setting(optionalText('properties.description'), { fixed, drift }),
  assignedUser: setting(assignedUserValue, { default: null, nullIsAny: true, fixed, drift }),
  ssh: setting(computeInstanceSsh, { default: null, fixed, drift }),
  subnetId: setting(optionalArmId(`${settings}.subnet.id`), { fixed, drift }),
  enableNodePublicIp: {
    ...setting(flagAt(`${settings}.enableNodePublicIp`, true), { fixed, drift }),
    foundIn: hasPublicIp,
  },
  identity: setting(identityValue, { default: noIdentity, fixed, drift }),
  idleTimeBeforeShutdown: setting(idleTime, { default: null, drift }),
  schedules: setting(powerSchedules, { default: [], drift }),
  setupScripts: setting(setupScripts, { default: null, fixed, resent: true }),
  customApplications: setting(customApplications, {
    default: [],
    fixed,
    drift,
    observedAs: null,
  }),
};
