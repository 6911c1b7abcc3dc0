import { randomUUID } from 'node:crypto';
import type { ArmErrorBody } from '../arm/arm-error.js';
import type { SimulatedClock } from '../clock/simulated-clock.js';
import { retryAfter } from '../durations.js';
import type { Store } from '../store/store.js';
import type { Collection } from '../store/collection.js';
import type { OperationRecord } from './operation-record.js';
import { PollSignatures } from './sign-poll-url.js';

const keptForMs = 24 * 3600 * 1000;

/**
 * api-versions that poll URLs carry: other ones than the requests', as in Azure
 * (docs/azure-facts.md#long-running-operations).
 */
const pollVersions = {
  computeOperationsStatus: '2021-10-01',
  computeOperationResults: '2021-10-01',
  workspaceOperationsStatus: '2018-03-01-preview',
  operationresults: '2018-08-01',
  connectedClusterOperationsStatus: '2024-01-01',
  connectedClusterOperationResults: '2024-01-01',
  storageOperations: '2023-05-01',
  vaultOperations: '2023-07-01',
  logAnalyticsOperations: '2023-09-01',
  registryOperations: '2023-07-01',
} as const;

export type PollCollection = keyof typeof pollVersions;

export type NewOperation = Pick<
  OperationRecord,
  | 'collection'
  | 'verb'
  | 'answersStatus'
  | 'subscriptionId'
  | 'location'
  | 'resourceId'
  | 'failsWithStatus'
>;

/** Whose poll URLs they are, where it is not Machine Learning, and how these end. */
const foreign: Readonly<Record<string, { provider: string; segment?: string }>> = {
  connectedClusterOperationsStatus: { provider: 'Microsoft.Kubernetes' },
  connectedClusterOperationResults: { provider: 'Microsoft.Kubernetes' },
  storageOperations: { provider: 'Microsoft.Storage', segment: 'asyncoperations' },
  vaultOperations: { provider: 'Microsoft.KeyVault', segment: 'operationResults' },
  logAnalyticsOperations: {
    provider: 'Microsoft.OperationalInsights',
    segment: 'operationstatuses',
  },
  registryOperations: { provider: 'Microsoft.ContainerRegistry', segment: 'operationResults' },
};

/** Long-running operations: begun by whoever accepts a write, finished by the resource's own timeline. */
export class Operations {
  private readonly records: Collection<OperationRecord>;
  private readonly signatures: PollSignatures;

  constructor(
    store: Store,
    private readonly clock: SimulatedClock,
  ) {
    this.records = store.collection('operations');
    this.signatures = new PollSignatures(store.collection('secrets'));
    this.forgetOld();
  }

  begin(wanted: NewOperation, nowMs: number, endsAtMs: number | undefined): OperationRecord {
    const record: OperationRecord = {
      ...wanted,
      id: randomUUID(),
      startedAtMs: nowMs,
      ...(endsAtMs === undefined ? {} : { endsAtMs }),
      status: 'InProgress',
    };
    this.records.put(record.id, record);
    return record;
  }

  find(id: string): OperationRecord | undefined {
    return this.records.get(id.toLowerCase());
  }

  succeed(id: string, atMs: number): void {
    this.finish(id, { status: 'Succeeded', endedAtMs: atMs });
  }

  fail(id: string, atMs: number, error: ArmErrorBody): void {
    this.finish(id, { status: 'Failed', endedAtMs: atMs, error });
  }

  cancel(id: string, atMs: number): void {
    const error = {
      code: 'OperationPreempted',
      message: 'The operation has been preempted by a more recent operation.',
    };
    this.finish(id, { status: 'Canceled', endedAtMs: atMs, error });
  }

  clear(): void {
    this.records.clear();
  }

  /** An absolute, signed poll URL on the host that was called. */
  pollUrl(record: OperationRecord, origin: string, collection: PollCollection): string {
    const path = this.pathOf(record, collection);
    const service = collection.startsWith('compute') ? '&service=new' : '';
    const signature = this.signatures.sign(path, record.startedAtMs);
    return `${origin}${path}?api-version=${pollVersions[collection]}${service}&${signature}`;
  }

  /** The poll URL's path, which is also the id in its answer. */
  pathOf(record: OperationRecord, collection: string = record.collection): string {
    const base = `/subscriptions/${record.subscriptionId}`;
    if (collection === 'operationresults') return `${base}/operationresults/${record.id}`;
    const { provider = 'Microsoft.MachineLearningServices', segment = collection } =
      foreign[collection] ?? {};
    return `${base}/providers/${provider}/locations/${record.location}/${segment}/${record.id}`;
  }

  /** Whether t, c, s and h are the ones that were given out with this path. */
  isSigned(path: string, query: URLSearchParams): boolean {
    return this.signatures.verify(path, query);
  }

  /** Retry-After in real seconds, from a delay in simulated ones. */
  retryAfterSeconds(kind: keyof typeof retryAfter): string {
    return String(this.clock.realSeconds(retryAfter[kind]));
  }

  /** The same as headers for an answer whose document has a least value: without the header where that is not reached. */
  retryAfterHeaders(kind: keyof typeof retryAfter, leastSeconds: number): Record<string, string> {
    const seconds = this.retryAfterSeconds(kind);
    return Number(seconds) < leastSeconds ? {} : { 'retry-after': seconds };
  }

  private finish(id: string, end: Partial<OperationRecord>): void {
    const record = this.records.get(id);
    if (record?.status === 'InProgress') this.records.put(id, { ...record, ...end });
  }

  /** Poll URLs expire; here a day after the end. */
  private forgetOld(): void {
    const beforeMs = this.clock.nowMs() - keptForMs;
    for (const record of Array.from(this.records.values()))
      if (record.endedAtMs !== undefined && record.endedAtMs < beforeMs)
        this.records.delete(record.id);
  }
}
