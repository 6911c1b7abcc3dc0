import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { parseBody } from '../parse-body.js';
import { begin, checkSettled, isFirst, startHeaders } from './begin-extension-operation.js';
import { desired, isSame } from './desired-extension.js';
import {
  checkExtensionName,
  checkScope,
  checkVersion,
  putExtensionSchema,
  type RequestedExtension,
} from './extension.schema.js';
import { viewExtension, type ExtensionRecord } from './extension-record.js';
import { clusterOf, findExtension } from './find-extension.js';

/** Creates (201 with Azure-AsyncOperation) or replaces (200; provisioningState tells). In the first version 200 always. */
export function putExtension(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const cluster = clusterOf(simulation, request);
  checkExtensionName(request.parameters.extensionName);
  const body = parseBody(putExtensionSchema, request.body);
  checkVersion(body.properties);
  checkScope(body.properties);
  const existing = findExtension(simulation, request);
  checkExisting(existing, body.properties);
  const record = desired(request, cluster, body, existing);
  if (existing && isSame(existing, record))
    return { status: 200, body: viewExtension(existing, request.apiVersion) };
  const kind = existing?.currentVersion ? 'Updating' : 'Creating';
  const { operation, begun } = begin(simulation, request, record, kind);
  const answer = viewExtension(begun, request.apiVersion);
  if (existing || isFirst(request)) return { status: 200, body: answer };
  return { status: 201, headers: startHeaders(request, operation, 'PT48H'), body: answer };
}

function checkExisting(existing: ExtensionRecord | undefined, wanted: RequestedExtension): void {
  if (!existing) return;
  if (existing.operation?.kind === 'Deleting') checkSettled(existing);
  if (existing.extensionType.toLowerCase() !== wanted.extensionType.toLowerCase())
    throw new ArmRefusal(400, {
      code: 'PropertyChangeNotAllowed',
      message: `Changing property 'properties.extensionType' is not allowed.`,
      target: 'properties.extensionType',
    });
}
