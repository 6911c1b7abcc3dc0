import type { Simulation } from '../../simulation.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { parseBody } from '../parse-body.js';
import { begin, checkSettled, isFirst, startHeaders } from './begin-extension-operation.js';
import { desired, isSame } from './desired-extension.js';
import { checkVersion, patchExtensionSchema, type RequestedExtension } from './extension.schema.js';
import { viewExtension } from './extension-record.js';
import { clusterOf, getExtension } from './find-extension.js';

/** 202, or 200 where nothing changes and in the first version. */
export function patchExtension(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const cluster = clusterOf(simulation, request);
  const existing = getExtension(simulation, request);
  const { properties } = parseBody(patchExtensionSchema, request.body);
  checkSettled(existing);
  const merged: RequestedExtension = {
    extensionType: existing.extensionType,
    scope: existing.scope,
    autoUpgradeMinorVersion: properties.autoUpgradeMinorVersion ?? existing.autoUpgradeMinorVersion,
    releaseTrain: properties.releaseTrain ?? existing.releaseTrain,
    version: properties.autoUpgradeMinorVersion
      ? properties.version
      : (properties.version ?? existing.version),
    configurationSettings: {
      ...existing.configurationSettings,
      ...properties.configurationSettings,
    },
    configurationProtectedSettings: properties.configurationProtectedSettings,
  };
  checkVersion(merged);
  const wanted = desired(request, cluster, { properties: merged }, existing);
  const record =
    wanted.principalId || !existing.principalId
      ? wanted
      : { ...wanted, principalId: existing.principalId };
  if (isSame(existing, record))
    return { status: 200, body: viewExtension(existing, request.apiVersion) };
  const { operation, begun } = begin(simulation, request, record, 'Updating');
  const answer = viewExtension(begun, request.apiVersion);
  return isFirst(request)
    ? { status: 200, body: answer }
    : { status: 202, headers: startHeaders(request, operation, 'PT48H'), body: answer };
}
