import { mapProvisioningErrors } from '#libs/arm-errors';
import { adoptedSettings, driftOf, tagsDrift, type DriftField } from '#libs/resources';
import type { KindDefinition } from '../kind-definition.js';
import { advisedIn } from './diagnosis/broken-compute-instance.rules.js';
import { computeInstanceCreate } from './compute-instance-create.js';
import { computeInstanceDelete } from './compute-instance-delete.js';
import { computeInstanceResize } from './resize/compute-instance-resize.js';
import { computeInstanceRestart } from './power/compute-instance-restart.js';
import { computeInstanceStart } from './power/compute-instance-start.js';
import { isPassing } from './power/compute-instance-state.rules.js';
import { computeInstanceStop } from './power/compute-instance-stop.js';
import { computeInstanceUpdate } from './changes/compute-instance-update.js';
import { isMachineMoving, observeComputeInstance } from './compute-instance.observe.js';
import {
  computeInstanceObservedSchema,
  type ComputeInstanceObserved,
} from './compute-instance.schema.js';
import { computeInstanceSettings } from './compute-instance.settings.js';
import { createComputeInstance } from './create-compute-instance.verb.js';
import {
  restartComputeInstance,
  startComputeInstance,
  stopComputeInstance,
} from './power/power-compute-instance.verb.js';
import { leftByComputeInstance } from './left-by-compute-instance.js';
import { readComputeInstanceRow } from './read-compute-instance-row.js';
import { resizeComputeInstance } from './resize/resize-compute-instance.verb.js';
import { updateComputeInstance } from './changes/update-compute-instance.verb.js';

const isOnItsWay = ({ state }: Partial<ComputeInstanceObserved>): boolean =>
  state !== undefined && isPassing(state);

/** A job that starts or ends on an instance is no change of it. */
const stateDrift: DriftField = {
  told: (state) => state,
  form: (state) => (state === 'JOB_RUNNING' ? 'RUNNING' : state),
  with: ['lastOperation'],
};
import { billedComputeInstance } from './compute-instance.billed.js';
import { demandOfComputeInstance } from './compute-instance.demand.js';

export const computeInstances: KindDefinition = {
  kind: 'COMPUTE_INSTANCE',
  node: 'ComputeInstance',
  folder: 'compute-instances',
  operations: [
    computeInstanceCreate,
    computeInstanceUpdate,
    computeInstanceStart,
    computeInstanceStop,
    computeInstanceRestart,
    computeInstanceResize,
    computeInstanceDelete,
  ],
  verbs: [
    createComputeInstance,
    resizeComputeInstance,
    restartComputeInstance,
    startComputeInstance,
    stopComputeInstance,
    updateComputeInstance,
  ],
  observe: observeComputeInstance,
  // What can be done about an instance, its state knows.
  errorsIn: (body) =>
    mapProvisioningErrors(body).map((error) =>
      advisedIn(observeComputeInstance(body).state, error),
    ),
  read: readComputeInstanceRow,
  settings: computeInstanceSettings,
  leaves: leftByComputeInstance,
  // Of one that was on its way, the state is not known either.
  whenUnknown: (observed) =>
    isOnItsWay(observed) ? { ...observed, state: 'UNKNOWN', rawState: 'Unknown' } : observed,
  isAtWork: isMachineMoving,
  hasMachines: true,
  billed: billedComputeInstance,
  demand: demandOfComputeInstance,
  tagging: { operation: 'COMPUTE_INSTANCE_UPDATE' },
  compute: {
    description: "A person's machine (ComputeInstance).",
    armType: 'ComputeInstance',
    // Addresses and times come and go by themselves: they are shown, and are no drift.
    drift: {
      schema: computeInstanceObservedSchema,
      fields: { ...driftOf(computeInstanceSettings), state: stateDrift, tags: tagsDrift },
    },
    adopt: (found) => adoptedSettings(computeInstanceSettings, found),
    isMoving: isOnItsWay,
    claimBy: 'COMPUTE_INSTANCE_UPDATE',
    deleteBy: 'COMPUTE_INSTANCE_DELETE',
  },
};
