import type { Pod } from './cluster-contents.js';

/** `kubectl get` asks for rows made by the server. */
export const wantsTable = (accept: string | undefined): boolean =>
  accept?.includes('as=Table') ?? false;

const column = (name: string): object => ({
  name,
  type: 'string',
  format: name === 'Name' ? 'name' : '',
  description: name,
  priority: 0,
});

const table = (columns: readonly string[], rows: readonly object[]): object => ({
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  metadata: { resourceVersion: '1' },
  columnDefinitions: columns.map(column),
  rows,
});

const row = (cells: readonly string[], metadata: object): object => ({
  cells,
  object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata },
});

export const podTable = (pods: readonly Pod[], nowMs: number): object =>
  table(
    ['Name', 'Ready', 'Status', 'Restarts', 'Age'],
    pods.map(({ metadata, status }) => {
      const [container] = status.containerStatuses ?? [];
      const { waiting } = (container?.state ?? {}) as { waiting?: { reason: string } };
      const age = ageOf(metadata.creationTimestamp, nowMs);
      const restarts = String(container?.restartCount ?? 0);
      const ready = container?.ready ? '1/1' : '0/1';
      return row([metadata.name, ready, waiting?.reason ?? status.phase, restarts, age], metadata);
    }),
  );

export const namespaceTable = (names: readonly string[]): object =>
  table(
    ['Name', 'Status'],
    names.map((name) => row([name, 'Active'], { name })),
  );

function ageOf(since: string, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(since)) / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
