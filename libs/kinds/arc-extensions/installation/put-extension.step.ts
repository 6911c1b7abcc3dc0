import {
  type StepContext,
  type StepDefinition,
  type StepOutcome,
  putChanged,
  putNew,
  type ResourceProfile,
} from '#libs/operations';
import { arcExtension } from '../arc-extension.profile.js';
import { readProtectedSettings } from '../settings/protected-settings.js';

/** A step that sends an extension, its secrets read for that one request. */
export const withSecrets = (
  step: (profile: ResourceProfile) => StepDefinition,
): StepDefinition => ({
  ...step(arcExtension()),
  run: (context) => runWithSecrets(step, context),
});

async function runWithSecrets(
  step: (profile: ResourceProfile) => StepDefinition,
  context: StepContext,
): Promise<StepOutcome> {
  const secrets = await readProtectedSettings(context);
  if (!secrets.ok) return { outcome: 'failed', error: secrets.error };
  return step(arcExtension(secrets.value)).run(context);
}

/** "put extension": installs it, once, whoever died in between. */
export const putExtension = withSecrets(putNew);

/** "put extension": changes it. */
export const putChangedExtension = withSecrets(putChanged);
