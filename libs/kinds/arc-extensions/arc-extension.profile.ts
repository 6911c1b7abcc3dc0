import { explainExtensionError } from '#libs/arm-errors';
import type { ProvisioningError } from '#libs/kernel';
import {
  type ArmBody,
  type StepContext,
  desiredOf,
  type ResourceProfile,
  askedFields,
} from '#libs/operations';
import { changedExtensionBody, extensionBody, observeExtension } from './arc-extension.body.js';
import { readExtensionRow } from './read-arc-extension-row.js';
import { whoseExtension } from './extension-keeper.rules.js';
import { keptByAttachments } from './attached-through.js';
import { uninstallInputOf } from './installation/uninstall-input.js';

/** What made it would change it back, or break (docs/azure-facts.md#extensions-of-others). */
export function keptElsewhere(body: ArmBody): ProvisioningError | undefined {
  const whose = whoseExtension(observeExtension(body));
  if (whose === undefined) return undefined;
  return {
    code: 'EXTENSION_KEPT_ELSEWHERE',
    message: `${whose}. Nothing was changed.`,
    retry: 'NEVER',
    remedy: 'Change or remove it there, or install another one under another name.',
  };
}

/**
 * Extensions carry no tags in ARM (docs/azure-facts.md#cluster-extensions): only the operation's own memory
 * tells which extension it made.
 */
export const arcExtension = (secrets: Readonly<Record<string, string>> = {}): ResourceProfile => ({
  noun: 'extension',
  create: ({ resource }) => extensionBody(desiredOf(readExtensionRow, resource), secrets),
  change: (context, current) =>
    changedExtensionBody(
      current,
      desiredOf(readExtensionRow, context.resource),
      secrets,
      askedFields(context),
    ),
  deletion: (context: StepContext): Record<string, string> =>
    uninstallInputOf(context).forceDelete ? { forceDelete: 'true' } : {},
  whenTaken:
    'It is listed here within minutes: use it as it is, or change it with updateArcExtension.',

  keeps: keptByAttachments,
  belongsToOther: keptElsewhere,
  explain: explainExtensionError,
});
