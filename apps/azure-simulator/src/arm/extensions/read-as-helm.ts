import type { ArmErrorBody } from '../arm-error.js';
import type { ExtensionRecord } from './extension-record.js';

/** A map of labels or annotations, and what follows it. */
const mapPath = /^(?:.*\.)?([a-z]*(?:nodeSelector|labels|annotations))\.(.+)$/i;

/**
 * The chart reads settings as helm reads `--set`: a dot that is not escaped makes a map of what should be a label's
 * value, and Kubernetes refuses the objects (docs/azure-facts.md#settings-are-read-by-helm). Undefined: nothing is
 * wrong.
 */
export function readAsHelm({
  name,
  configurationSettings,
}: ExtensionRecord): ArmErrorBody | undefined {
  for (const setting of Object.keys(configurationSettings)) {
    const [, map, key] = mapPath.exec(setting) ?? [];
    const [first, ...more] = key?.replaceAll(/\\./g, '_').split('.') ?? [];
    if (map !== undefined && more.length > 0) return validationError(name, map, first ?? '');
  }
  return undefined;
}

const validationError = (release: string, map: string, key: string): ArmErrorBody => ({
  code: 'ExtensionOperationFailed',
  message: `The extension operation failed with the following error: Error: {failed to install chart from path [] for release [${release}]: err [unable to build kubernetes objects from release manifest: error validating "": error validating data: ValidationError(Deployment.spec.template.spec.${map}.${key}): invalid type for io.k8s.api.core.v1.PodSpec.${map}: got "map", expected "string"]} occurred while doing the operation : {Installing the extension} on the config`,
});
