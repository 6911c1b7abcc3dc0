import { describedEnum } from '../described-enum.js';

export const PolicyEffect = describedEnum(
  'PolicyEffect',
  'What is done about a request to which a policy applies.',
  {
    DENY: 'It is refused.',
    WARN: 'It is accepted with a warning.',
    REQUIRE_APPROVAL: 'It waits until so many have agreed.',
    SET_DEFAULT: 'What it leaves out is set.',
  },
);
