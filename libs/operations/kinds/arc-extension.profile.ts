import { explainExtensionError } from '#libs/arm-errors';
import { arcExtensionDesiredSchema, extensionBody } from '#libs/resources';
import type { StepContext } from '../step.js';
import { keptByAttachments } from './attached-through.js';
import { inputOf } from './operation-input.js';
import type { ResourceProfile } from './resource-profile.js';

/** Extensions carry no tags in ARM (arm-facts, Cluster extensions): whose one is, only its operation's own memory tells. */
export const arcExtension = (secrets: Readonly<Record<string, string>> = {}): ResourceProfile => ({
  noun: 'extension',
  create: ({ resource }) =>
    extensionBody(arcExtensionDesiredSchema.parse(resource.desired), secrets),
  change: ({ resource }) =>
    extensionBody(arcExtensionDesiredSchema.parse(resource.desired), secrets),
  deletion: ({ operation }: StepContext): Record<string, string> =>
    inputOf(operation).forceDelete ? { forceDelete: 'true' } : {},
  whenTaken:
    'It is listed here within minutes: use it as it is, or change it with updateArcExtension.',

  keeps: keptByAttachments,
  explain: explainExtensionError,
});
