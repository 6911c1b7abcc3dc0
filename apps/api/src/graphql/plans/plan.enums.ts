import { describedEnum } from '../described-enum.js';

export const ChangeEffect = describedEnum('ChangeEffect', 'What a change does to a field.', {
  CREATE: 'It is set on what is made.',
  UPDATE_IN_PLACE: 'It becomes another one on what stands.',
  REPLACE: 'It takes deleting the resource, and making it anew.',
  DELETE: 'It goes.',
  UNCHANGED: 'It stands so already.',
  IGNORED_BY_AZURE: 'Azure was asked for it before, and has it otherwise all the same.',
  UNKNOWN: 'What stands there is not known.',
});
