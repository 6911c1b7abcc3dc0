import type { OperationStatus } from './operation.js';

export type OperationEvent =
  | 'approve' // somebody allowed it
  | 'reject' // somebody refused it
  | 'start' // a worker took it
  | 'succeed' // its last step is done
  | 'fail' // a step failed, or the engine gave it up
  | 'cancel' // somebody asked to cancel it, and something may have to be undone
  | 'stop' // nothing was sent, or all of it is undone
  | 'abandon' // an administrator gave it up, whatever Azure makes of it
  | 'retry'; // somebody asked to take up a failed one again

type Moves = Partial<Record<OperationEvent, OperationStatus>>;

/** Every legal move of an operation. A look at Azure is no move, a finished step neither. */
export const operationMachine: Record<OperationStatus, Moves> = {
  AWAITING_APPROVAL: { approve: 'QUEUED', reject: 'CANCELED', stop: 'CANCELED', abandon: 'FAILED' },
  QUEUED: {
    start: 'RUNNING',
    fail: 'FAILED',
    cancel: 'CANCELING',
    stop: 'CANCELED',
    abandon: 'FAILED',
  },
  RUNNING: {
    succeed: 'SUCCEEDED',
    fail: 'FAILED',
    cancel: 'CANCELING',
    stop: 'CANCELED',
    abandon: 'FAILED',
  },
  CANCELING: { succeed: 'SUCCEEDED', fail: 'FAILED', stop: 'CANCELED', abandon: 'FAILED' },
  SUCCEEDED: {},
  FAILED: { retry: 'QUEUED' },
  CANCELED: {},
};

export const operationStatuses = Object.keys(operationMachine) as OperationStatus[];

/** The statuses in which an operation can begin. */
export const initialStatuses: readonly OperationStatus[] = ['QUEUED', 'AWAITING_APPROVAL'];

/** True for a status that no worker leaves: only `retry` can. */
export const isTerminal = (status: OperationStatus): boolean =>
  Object.keys(operationMachine[status]).every((event) => event === 'retry');

export const terminalStatuses: readonly OperationStatus[] = operationStatuses.filter(isTerminal);

/** The status after the event, or undefined where the event is not allowed. */
export const statusAfter = (
  status: OperationStatus,
  event: OperationEvent,
): OperationStatus | undefined => operationMachine[status][event];

/** The machine as a Mermaid state diagram: what docs/operation-machine.md shows. */
export function drawOperationMachine(): string {
  const starts = initialStatuses.map((status) => `    [*] --> ${status}`);
  const moves = operationStatuses.flatMap((from) =>
    Object.entries(operationMachine[from]).map(([event, to]) => `    ${from} --> ${to}: ${event}`),
  );
  const ends = terminalStatuses.map((status) => `    ${status} --> [*]`);
  return ['stateDiagram-v2', ...starts, ...moves, ...ends].join('\n');
}
