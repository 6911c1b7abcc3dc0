import { explainExtensionError } from '#libs/arm-errors';
import { arcExtensionDesiredSchema, extensionBody } from '#libs/resources';
import type { StepContext } from '../step.js';
import { inputOf } from './operation-input.js';
import type { ResourceProfile } from './resource-profile.js';

/** Extensions carry no tags in ARM: whose one is shows in its settings alone. */
export const arcExtension = (secrets: Readonly<Record<string, string>> = {}): ResourceProfile => ({
  noun: 'extension',
  create: ({ resource }) =>
    extensionBody(arcExtensionDesiredSchema.parse(resource.desired), secrets),
  change: ({ resource }) =>
    extensionBody(arcExtensionDesiredSchema.parse(resource.desired), secrets),
  deletion: ({ operation }: StepContext): Record<string, string> =>
    inputOf(operation).forceDelete ? { forceDelete: 'true' } : {},
  explain: explainExtensionError,
});
