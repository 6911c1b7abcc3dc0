import { describedEnum } from '../described-enum.js';

export const ComputeInstanceState = describedEnum(
  'ComputeInstanceState',
  'What a compute instance is at.',
  {
    UNKNOWN: 'Not known yet, or a word that is newer than this gateway: see rawState.',
    CREATING: 'Being created.',
    CREATE_FAILED: 'Its creation failed.',
    DELETING: 'Being deleted.',
    RUNNING: 'It runs, and is billed.',
    RESTARTING: 'Being restarted.',
    RESIZING: 'Being given another VM size.',
    JOB_RUNNING: 'It runs a job.',
    SETTING_UP: 'Azure sets it up.',
    SETUP_FAILED: 'Its setup failed: see diagnostics.',
    STARTING: 'Being started.',
    STOPPED: 'It stands still: only its disks and addresses are billed.',
    STOPPING: 'Being stopped.',
    USER_SETTING_UP: 'Its setup scripts run.',
    USER_SETUP_FAILED: 'A setup script of its failed: see diagnostics.',
    UNUSABLE: 'It runs and cannot be used: see diagnostics.',
  },
);

export const InstanceOperation = describedEnum(
  'InstanceOperation',
  'What can be done to a compute instance.',
  {
    CREATE: 'Creation.',
    START: 'Start.',
    STOP: 'Stop.',
    RESTART: 'Restart.',
    RESIZE: 'Another VM size.',
    REIMAGE: 'A new image of the operating system.',
    DELETE: 'Deletion.',
    UNKNOWN: 'A word that is newer than this gateway.',
  },
);

export const InstanceOperationStatus = describedEnum(
  'InstanceOperationStatus',
  'How the last operation of an instance ended.',
  {
    IN_PROGRESS: 'It has not.',
    SUCCEEDED: 'Well.',
    FAILED: 'It failed.',
    UNKNOWN: 'A word that is newer than this gateway.',
  },
);

export const InstanceTrigger = describedEnum(
  'InstanceTrigger',
  'Who had the last operation of an instance done.',
  {
    USER: 'Somebody asked for it.',
    SCHEDULE: 'A schedule.',
    IDLE_SHUTDOWN: 'It had been idle for long enough.',
    UNKNOWN: 'Azure said nothing, or a word that is newer than this gateway.',
  },
);
