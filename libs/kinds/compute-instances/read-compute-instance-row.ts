import {
  identityAsked,
  identityFound,
  readRow,
  type ReadRow,
  type RowReader,
  type StoredRow,
} from '#libs/resources';
import {
  instanceDesiredSchema,
  instanceObservedSchema,
  type InstanceDesired,
  type InstanceObserved,
} from './compute-instance.schema.js';

const reader: RowReader<typeof instanceDesiredSchema, typeof instanceObservedSchema> = {
  desired: instanceDesiredSchema,
  observed: instanceObservedSchema,
  asked: (found, { location }) => ({
    location: found.location ?? location,
    description: found.description ?? null,
    vmSize: found.vmSize ?? '',
    assignedUser: found.assignedUser ?? null,
    ssh: found.ssh?.publicAccess === 'ENABLED' ? { publicKey: '' } : null,
    subnetId: found.subnetId ?? null,
    enableNodePublicIp: found.enableNodePublicIp ?? true,
    identity: identityAsked(found.identity),
    idleTimeBeforeShutdown: found.idleTimeBeforeShutdown ?? null,
    schedules: found.schedules ?? [],
    setupScripts: null,
    customApplications: [],
  }),
  found: (asked) => ({
    location: asked.location,
    description: asked.description,
    vmSize: asked.vmSize,
    state: 'UNKNOWN',
    rawState: '',
    assignedUser: asked.assignedUser,
    ssh: {
      publicAccess: asked.ssh === null ? 'DISABLED' : 'ENABLED',
      adminUsername: null,
      port: null,
    },
    subnetId: asked.subnetId,
    enableNodePublicIp: asked.enableNodePublicIp,
    identity: identityFound(asked.identity),
    schedules: asked.schedules.map((one) => ({ ...one, id: null, provisioningStatus: null })),
    lastOperation: null,
    applications: [],
    customApplications: asked.customApplications.map(({ name }) => name),
    publicIpAddress: null,
    privateIpAddress: null,
    createdBy: null,
    tags: null,
  }),
  // Azure tells the names of applications, and not what they are made of.
  toldBy: { customApplications: null },
};

/** A COMPUTE_INSTANCE as far as its row can be read. */
export const readInstanceRow = (row: StoredRow): ReadRow<InstanceDesired, InstanceObserved> =>
  readRow(reader, row);
