import { settingsReader } from '#libs/resources';
import { instanceDesiredSchema, instanceObservedSchema } from './compute-instance.schema.js';
import { instanceSettings } from './compute-instance.settings.js';

/** A COMPUTE_INSTANCE as far as its row can be read. */
export const readInstanceRow = settingsReader(instanceSettings, {
  desired: instanceDesiredSchema,
  observed: instanceObservedSchema,
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
