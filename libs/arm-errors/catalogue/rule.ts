import type { RetryAdvice, Json } from '#libs/kernel';

/** What stands in the way, for those who treat causes alike. */
export type ArmErrorCause =
  | 'quota' // a number somebody can raise
  | 'capacity' // Azure has no machines; raising quota does not help
  | 'lock'
  | 'permission'
  | 'policy'
  | 'throttle'
  | 'busy' // something else is being done to the resource: it passes by itself
  | 'missing'
  | 'setup' // the subscription, the workspace or its network must be prepared by a person
  | 'request' // the request itself is wrong
  | 'fault'; // Azure's own

/** What facts are read from. */
export interface ErrorText {
  message: string;
  target?: string;
  /** `additionalInfo[].info` of the error. */
  info: readonly Json[];
  /** Every message of the body it stood in. */
  texts: readonly string[];
}

/** By name, for the remedy; `target` becomes the error's target. */
export type Facts = Record<string, string>;

export interface ArmErrorRule {
  /** The code we answer: ours where ARM's says nothing, ARM's otherwise. */
  code: string;
  /** ARM codes it stands for, lower case. With neither these nor `codePattern` the text alone decides. */
  armCodes?: readonly string[];
  codePattern?: RegExp;
  /** Must match the message, where given. */
  text?: RegExp;
  cause: ArmErrorCause;
  /** Tells of one thing among several: an error above or beside it that the catalogue knows too is told first. */
  yields?: true;
  /** LATER: the same request can succeed once the remedy was applied or time has passed. */
  retry: RetryAdvice;
  /** `{name}` is filled with what `facts` found. */
  remedy: string;
  facts?: (error: ErrorText) => Facts;
}

/** The named groups of a pattern in the message. */
export const groupsOf =
  (pattern: RegExp) =>
  ({ message }: ErrorText): Facts => ({ ...pattern.exec(message)?.groups });

/** The source of a pattern that fits where one of them does. */
export const anyOf = (...patterns: readonly RegExp[]): string =>
  patterns.map(({ source }) => source).join('|');

/** Codes that say nothing: the text alone tells what happened (docs/azure-facts.md#names-that-are-taken). */
export const vagueCodes = [
  'conflict',
  'conflicterror',
  'badrequest',
  'usererror',
  'validationerror',
  '',
];
