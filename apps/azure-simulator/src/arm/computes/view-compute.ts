import { amlDate } from './aml-date.js';
import { viewCluster } from './aml-compute/view-cluster.js';
import { withKept } from '../kept-fields.js';
import type { ComputeRecord } from './compute-record.js';

/** A compute as ARM answers it. Follows from the record alone: time has already left its marks there. */
export const viewCompute = (record: ComputeRecord): object => withKept(viewOf(record), record.kept);

function viewOf(record: ComputeRecord): object {
  return {
    id: record.id,
    name: record.name,
    type: 'Microsoft.MachineLearningServices/workspaces/computes',
    location: record.location,
    tags: record.tags ?? null,
    ...(record.sku ? { sku: record.sku } : {}),
    ...(record.identity ? { identity: record.identity } : {}),
    properties: {
      ...(record.description === undefined ? {} : { description: record.description }),
      createdOn: amlDate(record.createdOnMs),
      modifiedOn: amlDate(record.modifiedOnMs),
      disableLocalAuth: record.disableLocalAuth ?? false,
      resourceId: null,
      computeType: record.computeType,
      computeLocation: record.computeLocation,
      provisioningState: record.provisioningState,
      provisioningErrors: record.provisioningErrors?.map((error) => ({ error })) ?? null,
      isAttachedCompute: false,
      properties: viewCluster(record),
    },
    systemData: record.systemData,
  };
}

const rendered = new WeakMap<ComputeRecord, string>();

/** The JSON of `viewCompute`, made once per record: lists of many computes are asked for again and again. */
export function renderCompute(record: ComputeRecord): string {
  const known = rendered.get(record);
  if (known !== undefined) return known;
  const json = JSON.stringify(viewCompute(record));
  rendered.set(record, json);
  return json;
}
