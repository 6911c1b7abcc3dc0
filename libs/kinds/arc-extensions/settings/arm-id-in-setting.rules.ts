import { armIdSchema } from '#libs/kernel';
import { plainKey } from './helm-setting.rules.js';

/** Whether the chart, which takes what follows a backslash as it is, would read an ARM id anywhere in it. */
export const holdsArmId = (value: string): boolean =>
  /(^|\W|%2f)subscriptions(\/|%2f)/i.test(plainKey(value));

/** An ARM id in settings is a value of its own, in the form that ids are compared by: none hides among other text. */
export const namesPlainly = (value: string): boolean =>
  !holdsArmId(value) || armIdSchema.safeParse(value).success;
