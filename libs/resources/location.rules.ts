import { isLocation, normaliseLocation } from '#libs/kernel';
import { caution, nothing, refusal, type FieldPath, type Findings } from './findings.rules.js';

/** Refuses what cannot be a region's name; which regions there are only Azure knows. */
export function checkLocation(
  location: string,
  field: FieldPath = ['input', 'location'],
): Findings {
  if (isLocation(location)) return nothing;
  const message = `'${location}' is not an Azure region such as westeurope.`;
  return refusal('LOCATION_NOT_SUPPORTED', field, message);
}

/** A cluster elsewhere than its workspace works, and costs (docs/azure-facts.md#networks-and-regions). */
export function cautionOtherRegion(
  location: string,
  workspaceLocation: string,
  field: FieldPath = ['input', 'location'],
): Findings {
  if (normaliseLocation(location) === normaliseLocation(workspaceLocation)) return nothing;
  const message =
    `The nodes will be in ${location} and the workspace is in ${workspaceLocation}: data that jobs read and write ` +
    'crosses regions, which adds network latency and data-transfer cost.';
  return caution('OTHER_REGION', field, message);
}
