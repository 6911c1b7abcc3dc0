export {
  changeableOfComputeInstance,
  changedComputeInstanceBody,
  computeInstanceBody,
} from './compute-instance.body.js';
export { observeComputeInstance } from './compute-instance.observe.js';
export {
  type ComputeInstanceDesired,
  type ComputeInstanceObserved,
  type ShownComputeInstance,
  computeInstanceDesiredSchema,
  computeInstanceStates,
} from './compute-instance.schema.js';
export { computeInstanceSettings } from './compute-instance.settings.js';
export { createComputeInstance } from './create-compute-instance.verb.js';
export { diagnoseComputeInstance } from './diagnosis/diagnose-compute-instance.rules.js';
export {
  restartComputeInstance,
  startComputeInstance,
  stopComputeInstance,
} from './power/power-compute-instance.verb.js';
export { powerSchedulesBody } from './power-schedules/power-schedule.body.js';
export { samePowerSchedule } from './power-schedules/power-schedule.compare.js';
export { nextFireTimes } from './power-schedules/power-schedule.fire-times.rules.js';
export type {
  ObservedPowerSchedule,
  PowerSchedule,
} from './power-schedules/power-schedule.schema.js';
export { readResizeSizes } from './resize/read-resize-sizes.js';
export { resizeComputeInstance } from './resize/resize-compute-instance.verb.js';
export type { SetupScript } from './setup/setup-scripts.schema.js';
export { updateComputeInstance } from './changes/update-compute-instance.verb.js';
