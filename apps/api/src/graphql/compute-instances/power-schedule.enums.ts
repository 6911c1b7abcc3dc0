import { describedEnum } from '../described-enum.js';

export const PowerAction = describedEnum('PowerAction', 'What a schedule does.', {
  START: 'Starts the instance.',
  STOP: 'Stops the instance.',
});

export const PowerScheduleStatus = describedEnum(
  'PowerScheduleStatus',
  'Whether a schedule is in force.',
  { ENABLED: 'It fires.', DISABLED: 'It is kept and does not fire.' },
);

export const ScheduleProvisioningStatus = describedEnum(
  'ScheduleProvisioningStatus',
  'Whether Azure has put a schedule into force.',
  {
    COMPLETED: 'It has.',
    PROVISIONING: 'It is at it.',
    FAILED: 'It could not: ask for the schedules again.',
  },
);

export const RecurrenceFrequency = describedEnum(
  'RecurrenceFrequency',
  'What a recurrence counts in.',
  {
    MINUTE: 'Minutes: Azure has the word; it cannot be asked for here.',
    HOUR: 'Hours: Azure has the word; it cannot be asked for here.',
    DAY: 'Days.',
    WEEK: 'Weeks.',
    MONTH: 'Months.',
  },
);

export const WeekDay = describedEnum('WeekDay', 'A day of the week.', {
  MONDAY: 'Monday.',
  TUESDAY: 'Tuesday.',
  WEDNESDAY: 'Wednesday.',
  THURSDAY: 'Thursday.',
  FRIDAY: 'Friday.',
  SATURDAY: 'Saturday.',
  SUNDAY: 'Sunday.',
});
