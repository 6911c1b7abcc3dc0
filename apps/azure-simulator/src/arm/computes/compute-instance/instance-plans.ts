import { durations } from '../../../durations.js';
import type { FailureTime } from '../../../scenarios/known-failures.js';
import type {
  InstanceOperation,
  InstanceRecord,
  InstanceState,
  OperationName,
  Phase,
} from './instance-record.js';
import type { InstanceSettings } from './instance-settings.js';
import { scriptSeconds } from './run-script.js';
import { scriptsOf } from './set-up-instance.js';

/** The states an operation leads through, and where it ends, well or not. */
export type Plan = Pick<InstanceOperation, 'name' | 'next' | 'endsIn' | 'fallsBackTo'> & {
  first: Phase;
};

export const createPlan = (settings: InstanceSettings): Plan => {
  const scripts = userPhases(settings, 'Create');
  return {
    name: 'Create',
    first: { state: 'Creating', seconds: durations.instanceCreate },
    next:
      scripts.length === 0
        ? []
        : [{ state: 'SettingUp', seconds: durations.instanceSetUp }, ...scripts],
    endsIn: 'Running',
    fallsBackTo: 'CreateFailed',
  };
};

export const startPlan = ({ settings, state }: InstanceRecord): Plan => ({
  name: 'Start',
  first: { state: 'Starting', seconds: durations.instanceStart },
  next: userPhases(settings, 'Start'),
  endsIn: 'Running',
  fallsBackTo: state,
});

export const restartPlan = ({ settings, state }: InstanceRecord): Plan => ({
  name: 'Restart',
  first: { state: 'Restarting', seconds: durations.instanceRestart },
  next: userPhases(settings, 'Restart'),
  endsIn: 'Running',
  fallsBackTo: state,
});

export const stopPlan = ({ state }: InstanceRecord): Plan => ({
  name: 'Stop',
  first: { state: 'Stopping', seconds: durations.instanceStop },
  next: [],
  endsIn: 'Stopped',
  fallsBackTo: state,
});

/** Ends as it began: running, and then started anew, or stopped. */
export const resizePlan = ({ settings, state }: InstanceRecord): Plan => ({
  name: 'Resize',
  first: { state: 'Resizing', seconds: durations.instanceResize },
  next: state === 'Running' ? userPhases(settings, 'Resize') : [],
  endsIn: state,
  fallsBackTo: state,
});

export const deletePlan = ({ state, isBuilt, operation }: InstanceRecord): Plan => ({
  name: 'Delete',
  first: { state: 'Deleting', seconds: durations.instanceDelete },
  next: [],
  endsIn: 'Deleting',
  fallsBackTo: fallbackOfDelete(state, isBuilt, operation),
});

/** A delete that fails leaves what was there; what it interrupted is of no use. */
const fallbackOfDelete = (
  state: InstanceState,
  isBuilt: boolean,
  interrupted: InstanceOperation | undefined,
): InstanceState => {
  if (!isBuilt) return 'CreateFailed';
  return interrupted ? 'Unusable' : state;
};

/** What needs a machine fails where there is none to be had: with instances that is the operation itself. */
export const failureTimes = ({ endsIn }: Plan): FailureTime[] =>
  endsIn === 'Running' ? ['operation', 'allocation'] : ['operation'];

function userPhases(settings: InstanceSettings, name: OperationName): Phase[] {
  const scripts = scriptsOf(settings, name);
  const seconds = scripts.reduce((sum, script) => sum + scriptSeconds(script), 0);
  return scripts.length === 0 ? [] : [{ state: 'UserSettingUp', seconds }];
}
