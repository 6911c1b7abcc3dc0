import { withKept } from '../../kept-fields.js';
import { amlDate } from '../aml-date.js';
import type { InstanceRecord } from './instance-record.js';
import type { InstanceSettings } from './instance-settings.js';
import { viewForVersion } from './instance-versions.js';

/** A compute instance as ARM answers it. */
export const viewInstance = (record: InstanceRecord, apiVersion: string, nowMs: number): object =>
  withKept(viewOf(record, apiVersion, nowMs), record.kept);

function viewOf(record: InstanceRecord, apiVersion: string, nowMs: number): object {
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
      computeType: 'ComputeInstance',
      computeLocation: record.location,
      provisioningState: record.update ? 'Updating' : record.provisioningState,
      provisioningErrors: record.provisioningErrors?.map((error) => ({ error })) ?? null,
      isAttachedCompute: false,
      properties: viewForVersion(viewProperties(record, nowMs), apiVersion),
    },
    systemData: record.systemData,
  };
}

function viewProperties(record: InstanceRecord, nowMs: number): object {
  const { settings, isBuilt } = record;
  return {
    ...settings,
    vmSize: settings.vmSize.toUpperCase(),
    sshSettings: viewSsh(settings),
    schedules: {
      computeStartStop: settings.schedules.map((schedule) => ({
        ...schedule,
        provisioningStatus: record.update ? 'Provisioning' : 'Completed',
      })),
    },
    osImageMetadata: viewImage(record, nowMs),
    connectivityEndpoints: viewEndpoints(record),
    applications: isBuilt ? viewApplications(record) : [],
    createdBy: record.createdBy,
    errors: record.errors.map((error) => ({ error })),
    state: record.state,
    lastOperation: record.lastOperation,
    containers: null,
    dataDisks: null,
    dataMounts: null,
    versions: { runtime: null },
  };
}

const portOpen = 50_000;
const portClosed = 4001;

const viewSsh = ({ sshSettings }: InstanceSettings): object => ({
  ...sshSettings,
  adminUserName: 'azureuser',
  sshPort: sshSettings.sshPublicAccess === 'Enabled' ? portOpen : portClosed,
});

/** Images are named after the month in which they appear. */
const imageOf = (ms: number): string =>
  new Date(ms).toISOString().slice(2, 7).replace('-', '.') + '.01';

function viewImage({ createdOnMs }: InstanceRecord, nowMs: number): object {
  const [currentImageVersion, latestImageVersion] = [imageOf(createdOnMs), imageOf(nowMs)];
  const isLatestOsImageVersion = currentImageVersion === latestImageVersion;
  return { currentImageVersion, latestImageVersion, isLatestOsImageVersion };
}

/** The public address is given back while an instance is stopped. */
function viewEndpoints({ settings, isBuilt, state, number }: InstanceRecord): object {
  const host = `${(number >> 8) & 255}.${number & 255}`;
  const isPublic = isBuilt && settings.enableNodePublicIp && state !== 'Stopped';
  return {
    publicIpAddress: isPublic ? `20.63.${host}` : null,
    privateIpAddress: isBuilt ? `10.1.${host}` : null,
  };
}

/** Jupyter in its two forms, and a custom service by its published port. */
function viewApplications({ name, location, settings }: InstanceRecord): object[] {
  const host = (part: string): string => `https://${name}${part}.${location}.instances.azureml.ms`;
  const custom = (settings.customServices ?? []).flatMap((service) => {
    const port = service.endpoints?.[0]?.published ?? service.endpoints?.[0]?.target;
    return port === undefined
      ? []
      : [{ displayName: service.name, endpointUri: `${host(`-${port}`)}/` }];
  });
  return [
    { displayName: 'Jupyter', endpointUri: `${host('')}/tree/` },
    { displayName: 'Jupyter Lab', endpointUri: `${host('')}/lab` },
    ...custom,
  ];
}
