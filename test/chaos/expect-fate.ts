import type { LedgerEntry } from '../../apps/azure-simulator/src/ledger/ledger.js';
import type { PlannedOperation, Verb } from './plan-chaos.js';
import type { ComputeInAzure } from './read-azure.js';
import type { OperationOutcome } from './read-operations.js';

/** What an operation came to: in the database, in Azure, and on the way there. */
export interface Ending {
  outcome: OperationOutcome;
  inAzure: ComputeInAzure | undefined;
  /** Creations, other PUTs, actions and deletions that Azure accepted for the compute during the chaos. */
  writes: readonly LedgerEntry[];
}

interface Summary {
  status: string;
  errorCode: string | null;
  row: 'there' | 'gone';
  inAzure: string | undefined;
  /** What an instance does. */
  machine: string | undefined;
  creations: number;
  actions: number;
  deletions: number;
  lastAudit: string;
}

/** The scale that a change of scale asks for. */
export const newMaxNodeCount = 7;

/** An ending in a few words, to be compared with `expectedSummaries`. */
export function summarise({ outcome, inAzure, writes }: Ending): Summary {
  const count = (method: string, status?: number): number =>
    writes.filter((w) => w.method === method && (status === undefined || w.status === status))
      .length;
  return {
    status: outcome.status,
    errorCode: outcome.errorCode,
    row: outcome.isGone ? 'gone' : 'there',
    inAzure: inAzure?.provisioningState,
    machine: inAzure?.state,
    creations: count('PUT', 201),
    actions: count('POST'),
    deletions: count('DELETE'),
    lastAudit: outcome.audit.at(-1) ?? '',
  };
}

const nothing = { machine: undefined, creations: 0, actions: 0, deletions: 0 };
const succeeded = { status: 'SUCCEEDED', errorCode: null, lastAudit: 'succeeded' };
const there = { row: 'there', inAzure: 'Succeeded' } as const;
const gone = { row: 'gone', inAzure: undefined } as const;

/** How what nobody cancels or refuses ends. */
const certain: Partial<Record<Verb, Summary>> = {
  scale: { ...succeeded, ...there, ...nothing },
  delete: { ...succeeded, ...gone, ...nothing, deletions: 1 },
  'create-instance': { ...succeeded, ...there, ...nothing, machine: 'Running', creations: 1 },
  start: { ...succeeded, ...there, ...nothing, machine: 'Running', actions: 1 },
  stop: { ...succeeded, ...there, ...nothing, machine: 'Stopped', actions: 1 },
  'delete-instance': { ...succeeded, ...gone, ...nothing, deletions: 1 },
};

/** Every summary that is right for what was planned; more than one only where a cancel raced with the end. */
export function expectedSummaries({ verb, fate }: PlannedOperation): Summary[] {
  const only = certain[verb];
  if (only) return [only];
  const created = { ...succeeded, ...there, ...nothing, creations: 1 };
  const canceled = {
    ...nothing,
    ...gone,
    status: 'CANCELED',
    errorCode: null,
    lastAudit: 'canceled',
  };
  const failed = { ...nothing, status: 'FAILED', lastAudit: 'failed' };
  switch (fate) {
    case 'succeeds':
      return [created];
    case 'is refused':
      return [
        // The row stays, so that it can be tried again.
        {
          ...failed,
          row: 'there',
          inAzure: undefined,
          errorCode: 'RequestDisallowedByPolicy',
        },
      ];
    case 'fails in Azure':
      return [
        {
          ...failed,
          row: 'there',
          inAzure: 'Failed',
          errorCode: 'ClusterMinNodesExceedCoreQuota',
          creations: 1,
        },
      ];
    case 'is canceled':
      return [created, canceled, { ...canceled, creations: 1, deletions: 1 }];
  }
}
