export {
  changeableOfInstance,
  changedInstanceBody,
  instanceBody,
} from './compute-instance.body.js';
export { observeInstance } from './compute-instance.observe.js';
export {
  type InstanceDesired,
  type InstanceObserved,
  type ShownInstance,
  instanceDesiredSchema,
} from './compute-instance.schema.js';
export { instanceSettings } from './compute-instance.settings.js';
export { createComputeInstance } from './create-compute-instance.verb.js';
export { diagnoseInstance } from './diagnosis/diagnose-compute-instance.rules.js';
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
