import type { LedgerEntry } from '../../apps/azure-simulator/src/ledger/ledger.js';
import type { PlannedOperation } from './plan-chaos.js';
import type { ClusterInAzure } from './read-azure.js';
import type { OperationOutcome } from './read-operations.js';

/** What an operation came to: in the database, in Azure, and on the way there. */
export interface Ending {
  outcome: OperationOutcome;
  inAzure: ClusterInAzure | undefined;
  /** Creations, other PUTs and deletions that Azure accepted for the cluster during the chaos. */
  writes: readonly LedgerEntry[];
}

interface Summary {
  status: string;
  errorCode: string | null;
  row: 'there' | 'gone';
  inAzure: string | undefined;
  creations: number;
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
    creations: count('PUT', 201),
    deletions: count('DELETE'),
    lastAudit: outcome.audit.at(-1) ?? '',
  };
}

const succeeded = { status: 'SUCCEEDED', errorCode: null, lastAudit: 'succeeded' };
const there = { row: 'there', inAzure: 'Succeeded' } as const;
const gone = { row: 'gone', inAzure: undefined } as const;

/** Every summary that is right for what was planned; more than one only where a cancel raced with the end. */
export function expectedSummaries({ verb, fate }: PlannedOperation): Summary[] {
  if (verb === 'scale') return [{ ...succeeded, ...there, creations: 0, deletions: 0 }];
  if (verb === 'delete') return [{ ...succeeded, ...gone, creations: 0, deletions: 1 }];
  const created = { ...succeeded, ...there, creations: 1, deletions: 0 };
  const canceled = { ...gone, status: 'CANCELED', errorCode: null, lastAudit: 'canceled' };
  const failed = { status: 'FAILED', lastAudit: 'failed', deletions: 0 };
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
          creations: 0,
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
      return [
        created,
        { ...canceled, creations: 0, deletions: 0 },
        { ...canceled, creations: 1, deletions: 1 },
      ];
  }
}
