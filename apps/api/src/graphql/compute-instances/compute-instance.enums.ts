import { describedEnum } from '../described-enum.js';

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
