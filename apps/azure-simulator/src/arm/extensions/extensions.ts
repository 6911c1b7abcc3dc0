import { armIdKey } from '#libs/kernel';
import { durations } from '../../durations.js';
import type { Operations } from '../../long-running-operations/operations.js';
import { extensionError, timedOut } from '../../scenarios/extension-failures.js';
import type { Collection } from '../../store/collection.js';
import type { Store } from '../../store/store.js';
import type { Timeline } from '../../timeline/timeline.js';
import {
  connectivityOf,
  type ConnectedClusterRecord,
} from '../connected-clusters/connected-cluster-record.js';
import { connectedClusterType } from '../connected-clusters/connected-clusters.js';
import type { ArmErrorBody } from '../arm-error.js';
import type { TrainingResources } from '../training-resources/training-resources.js';
import type { ExtensionOperation, ExtensionRecord } from './extension-record.js';

const timelineKind = 'extension';
/** What the AzureML extension installs where no version is pinned. */
const latestVersion = '1.1.70';
const nodesForHighAvailability = 3;

type FindCluster = (id: string) => ConnectedClusterRecord | undefined;

/** How long the agents need, in simulated seconds. */
export const secondsOf = (kind: ExtensionOperation['kind']): number =>
  ({
    Creating: durations.extensionInstall,
    Updating: durations.extensionUpdate,
    Deleting: durations.extensionDelete,
  })[kind];

const timeoutSeconds = (kind: ExtensionOperation['kind']): number =>
  kind === 'Deleting' ? durations.extensionDeleteTimeout : durations.extensionInstallTimeout;

/** Extensions of clusters, and what the agents in the clusters make of them. */
export class Extensions {
  private readonly records: Collection<ExtensionRecord>;
  private readonly byCluster: (key: string) => ReadonlyMap<string, ExtensionRecord>;

  constructor(
    store: Store,
    timeline: Timeline,
    private readonly others: {
      operations: Operations;
      trainingResources: TrainingResources;
      findCluster: FindCluster;
    },
  ) {
    this.records = store.collection('extensions');
    this.byCluster = this.records.index((record) => record.clusterKey);
    timeline.on(timelineKind, (key, atMs) => this.due(key, atMs));
    this.records.observe((before, after, key) => {
      const atMs = after?.operation?.endsAtMs;
      if (atMs !== undefined && atMs !== before?.operation?.endsAtMs)
        timeline.schedule({ atMs, kind: timelineKind, key });
    });
  }

  findById(id: string): ExtensionRecord | undefined {
    return this.records.get(armIdKey(id));
  }

  inCluster(clusterKey: string): ExtensionRecord[] {
    return [...this.byCluster(clusterKey).values()];
  }

  put(record: ExtensionRecord): void {
    this.records.put(armIdKey(record.id), record);
  }

  /** The Service Bus and the Relay that came with it go too. */
  delete(id: string): void {
    this.others.trainingResources.removeOf(armIdKey(id));
    this.records.delete(armIdKey(id));
  }

  removeInCluster(clusterKey: string): void {
    for (const key of Array.from(this.byCluster(clusterKey).keys())) this.delete(key);
  }

  clear(): void {
    this.records.clear();
  }

  /** The agents are back: what waited for them starts over. */
  resume(clusterKey: string, nowMs: number): void {
    for (const record of this.inCluster(clusterKey)) {
      if (!record.operation?.isWaiting) continue;
      const { isWaiting: _waited, ...operation } = record.operation;
      const endsAtMs = nowMs + secondsOf(operation.kind) * 1000;
      this.put({ ...record, operation: { ...operation, endsAtMs } });
    }
  }

  private due(key: string, atMs: number): void {
    const record = this.records.get(key);
    const operation = record?.operation;
    if (!record || !operation || operation.endsAtMs !== atMs) return;
    if (operation.isWaiting)
      return this.fail(
        record,
        timedOut(operation.kind === 'Deleting' ? 'delete' : 'install'),
        atMs,
      );
    const cluster = this.others.findCluster(record.clusterKey);
    if (!cluster || connectivityOf(cluster, atMs) !== 'Connected')
      return this.wait(record, operation);
    const error = operation.error ?? failureOf(record, cluster);
    if (error) this.fail(record, error, atMs);
    else this.succeed(record, operation, cluster, atMs);
  }

  private wait(record: ExtensionRecord, operation: ExtensionOperation): void {
    const endsAtMs = operation.startedAtMs + timeoutSeconds(operation.kind) * 1000;
    this.put({ ...record, operation: { ...operation, isWaiting: true, endsAtMs } });
  }

  private fail(record: ExtensionRecord, error: ArmErrorBody, atMs: number): void {
    const { operation, ...settled } = record;
    this.put({
      ...settled,
      provisioningState: 'Failed',
      errorInfo: error,
      statusAtMs: atMs,
      statuses: [status('InstallationFailed', 'Error', error.message, atMs)],
    });
    if (operation) this.others.operations.fail(operation.operationId, atMs, error);
  }

  private succeed(
    record: ExtensionRecord,
    operation: ExtensionOperation,
    cluster: ConnectedClusterRecord,
    atMs: number,
  ): void {
    this.others.operations.succeed(operation.operationId, atMs);
    if (operation.kind === 'Deleting') return this.delete(record.id);
    const { operation: _done, errorInfo: _past, ...settled } = record;
    this.put({
      ...settled,
      provisioningState: 'Succeeded',
      currentVersion: record.version ?? latestVersion,
      statusAtMs: atMs,
      statuses: [],
    });
    this.connectTraining(record, cluster);
  }

  /** Jobs reach a cluster of Azure Arc through a Service Bus and a Relay; AKS needs neither. */
  private connectTraining(
    { id, extensionType, configurationSettings: settings }: ExtensionRecord,
    cluster: ConnectedClusterRecord,
  ): void {
    const { trainingResources } = this.others;
    if (!isAzureMl(extensionType) || cluster.type !== connectedClusterType) return;
    if (isOn(settings['enableTraining'])) trainingResources.makeFor(armIdKey(id), cluster);
    else trainingResources.removeOf(armIdKey(id));
  }
}

const status = (
  code: string,
  level: 'Error' | 'Information',
  message: string,
  atMs: number,
): ExtensionRecord['statuses'][number] => ({
  code,
  displayStatus: code,
  level,
  message,
  time: new Date(atMs).toISOString(),
});

/** What the health check finds by itself: a highly available router needs three nodes. */
function failureOf(
  { configurationSettings: settings, operation, extensionType }: ExtensionRecord,
  { agents }: ConnectedClusterRecord,
): ArmErrorBody | undefined {
  if (operation?.kind === 'Deleting' || !isAzureMl(extensionType)) return undefined;
  const isHighlyAvailable =
    isOn(settings['enableInference']) && isOn(settings['inferenceRouterHA'] ?? 'True');
  const nodes = agents?.totalNodeCount ?? 0;
  return isHighlyAvailable && nodes < nodesForHighAvailability
    ? extensionError('E40002')
    : undefined;
}

export const isOn = (setting: string | undefined): boolean => setting?.toLowerCase() === 'true';

export const isAzureMl = (extensionType: string): boolean =>
  extensionType.toLowerCase() === 'microsoft.azureml.kubernetes';
