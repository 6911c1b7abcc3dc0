import { settingsReader } from '#libs/resources';
import {
  computeInstanceDesiredSchema,
  computeInstanceObservedSchema,
} from './compute-instance.schema.js';
import { computeInstanceSettings } from './compute-instance.settings.js';

/** A COMPUTE_INSTANCE as far as its row can be read. */
export const readComputeInstanceRow = settingsReader(computeInstanceSettings, {
  desired: computeInstanceDesiredSchema,
  observed: computeInstanceObservedSchema,
  unsaid: () => ({
    state: 'UNKNOWN' as const,
    rawState: '',
    lastOperation: null,
    applications: [],
    publicIpAddress: null,
    privateIpAddress: null,
    createdBy: null,
    tags: null,
  }),
});
