import { readRow, type ReadRow, type RowReader, type StoredRow } from '#libs/resources';
import { desiredFromObserved } from './found-extension.rules.js';
import {
  arcExtensionDesiredSchema,
  arcExtensionObservedSchema,
  azureMlExtensionType,
  type ArcExtensionDesired,
  type ArcExtensionObserved,
} from './arc-extension.schema.js';
import { configurationSettings } from './settings/extension-settings.rules.js';

const nothingSaid: ArcExtensionObserved = {
  extensionType: azureMlExtensionType,
  releaseTrain: null,
  version: null,
  autoUpgradeMinorVersion: true,
  releaseNamespace: null,
  configurationSettings: {},
};

const reader: RowReader<typeof arcExtensionDesiredSchema, typeof arcExtensionObservedSchema> = {
  desired: arcExtensionDesiredSchema,
  observed: arcExtensionObservedSchema,
  asked: (found) => desiredFromObserved({ ...nothingSaid, ...found }),
  found: (asked) => ({
    extensionType: asked.extensionType,
    releaseTrain: asked.releaseTrain,
    version: asked.version,
    autoUpgradeMinorVersion: asked.autoUpgradeMinorVersion,
    releaseNamespace: asked.releaseNamespace,
    configurationSettings: configurationSettings(asked),
  }),
  toldBy: { settings: 'configurationSettings', extraSettings: 'configurationSettings' },
};

/** An ARC_EXTENSION as far as its row can be read. */
export const readExtensionRow = (
  row: StoredRow,
): ReadRow<ArcExtensionDesired, ArcExtensionObserved> => readRow(reader, row);
