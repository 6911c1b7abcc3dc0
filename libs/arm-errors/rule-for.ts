import { armErrorCatalogue } from './catalogue/index.js';
import type { ArmErrorRule } from './catalogue/rule.js';

/** What an error is known by. */
export interface Known {
  code: string;
  message: string;
}

const fitsCode = ({ armCodes, codePattern }: ArmErrorRule, code: string): boolean =>
  (!armCodes && !codePattern) ||
  (armCodes?.includes(code.toLowerCase()) ?? false) ||
  (codePattern?.test(code) ?? false);

/** The first rule of the catalogue that fits. Undefined: nothing is known of it but what Azure says. */
export const ruleFor = ({ code, message }: Known): ArmErrorRule | undefined =>
  armErrorCatalogue.find((rule) => fitsCode(rule, code) && (!rule.text || rule.text.test(message)));
