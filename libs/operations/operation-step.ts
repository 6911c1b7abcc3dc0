import type { ProvisioningError } from '#libs/kernel';
import type { StepStatus } from './operation.js';
import type { StepMemory, WatchObservation } from './step.js';
import type { Unread } from './unread.rules.js';

/** A row of `operation_step` as the engine reads it. */
export interface OperationStep {
  position: number;
  name: string;
  status: StepStatus;
  /** Tries that counted. */
  attempt: number;
  message: string | null;
  rawState: string | null;
  startedAt: Date | null;
  completedAt: Date | null;
  error: ProvisioningError | null;
  memory: EngineMemory;
}

/** A step's memory with what the engine itself keeps there; never shown to anyone. */
export interface EngineMemory extends StepMemory {
  /** What ended the step's watch; consumed by its next run. */
  observation?: WatchObservation;
  /** Runs in a row that ended in `again`: what the backoff grows with. */
  againCount?: number;
  /** Why Azure's last answer to what the step waits for told nothing; absent once one does. */
  unread?: Unread;
}
