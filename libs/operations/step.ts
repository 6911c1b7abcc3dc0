import type { ArmId, ProvisioningError } from '#libs/kernel';
import type { Sql } from '#libs/database';
import type { CostTag, Resource, ResourceFacts } from '#libs/resources';
import type { KindReader } from './kind-reader.port.js';
import type { ArmBody, ArmPort, LroHandle, LroObservation } from './arm.port.js';
import type { Operation, OperationKind } from './operation.js';
import type { StepPorts } from './step-ports.js';

/** What a step may know and do. One run makes at most a few short ARM calls and never waits. */
export interface StepContext {
  operation: Operation;
  /** The operation's target. */
  resource: Resource;
  /** What holds the target (workspace of a compute, group of a workspace), nearest first. */
  ancestors: readonly Resource[];
  /** Those that are ours to write. */
  costTags: readonly CostTag[];
  arm: ArmPort;
  ports: StepPorts;
  kinds: KindReader;
  /** Reads or writes rows of ours beside the target's. Rejects with StoreFailed, by the name of what was tried. */
  store<T>(what: string, work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Why nothing may be sent now: the team may no longer use what the operation names (ADR 0026). */
  whyUnshared(): Promise<ProvisioningError | undefined>;
  /** Aborted when the lease is lost or the worker stops. Pass it to every ARM call. */
  signal: AbortSignal;
  /** What earlier runs of this step, and earlier steps, committed; survives the process. */
  memory: StepMemory;
  /** What the watch saw, where this run follows one. */
  observation?: WatchObservation;
  /** The target as the step before saw it in this same run, after ARM had ended: a read that need not be made again. */
  seen?: ArmBody;
  /**
   * Commits the memory before an ARM write ("submitting"), fenced. Rejects with LeaseLost, and where the lease
   * would not outlast `timeoutMs`: then nothing may be sent.
   */
  remember(memory: Partial<StepMemory>, timeoutMs?: number): Promise<void>;
}

/** Kept in operation_step.memory of the step; `handle` is carried over to the step that awaits it. */
export interface StepMemory {
  /** Set and committed before a write is sent: whoever finds it looks (GET) before sending again. */
  submitting?: boolean;
  clientRequestId?: string;
  /**
   * Set with `submitting` before a PUT, and kept: from then on the resource in Azure may be this operation's
   * doing.
   */
  wrote?: boolean;
  handle?: LroHandle;
  [key: string]: unknown;
}

/** What a step waits for: the end of a long-running operation, a terminal provisioningState, or a 404. */
export interface WatchRequest {
  until: 'LRO' | 'PRESENT' | 'GONE';
  armId: ArmId;
  handle?: LroHandle;
  /** Seconds, from ARM's Retry-After. */
  retryAfterSeconds?: number;
}

/** What ended a watch: the LRO's end, or the resource as it stands (undefined: 404). */
export type WatchObservation =
  | { by: 'lro'; lro: Extract<LroObservation, { state: 'Succeeded' | 'Failed' | 'Canceled' }> }
  | { by: 'resource'; body: ArmBody | undefined };

/** How a run of a step ended. `facts` reach the resource row in the transaction that records the outcome. */
export type StepOutcome =
  | {
      outcome: 'done';
      message?: string;
      rawState?: string;
      facts?: ResourceFacts;
      memory?: Partial<StepMemory>;
      /** The target as ARM answered it, for the next step of this run. */
      seen?: ArmBody;
    }
  | {
      outcome: 'skipped';
      message: string;
      facts?: ResourceFacts;
      memory?: Partial<StepMemory>;
    }
  | {
      outcome: 'wait';
      watch: WatchRequest;
      /** Runs again then, the wait going on as it was, where its watch has not ended before. */
      againAfterSeconds?: number;
      message: string;
      rawState?: string;
      facts?: ResourceFacts;
      memory?: Partial<StepMemory>;
    }
  /** A part is done, and kept with its memory: the rest follows at once, when the other teams have had their turn. */
  | { outcome: 'more'; message: string; memory: Partial<StepMemory> }
  /** Nothing was accepted; look again later. `attempt`: whether this try counts (throttling and 5xx do not). */
  | {
      outcome: 'again';
      afterSeconds: number;
      /** Without `afterSeconds` the wait grows from here on; from a second where absent. */
      growsFromSeconds?: number;
      attempt: boolean;
      message: string;
      /** What stood in the way, for when the step may take no longer. */
      error?: ProvisioningError;
      memory?: Partial<StepMemory>;
    }
  | {
      outcome: 'failed';
      error: ProvisioningError;
      rawState?: string;
      facts?: ResourceFacts;
      memory?: Partial<StepMemory>;
    };

export interface StepDefinition {
  /** In words, as clients see it, e.g. "put compute". Unique within its kind. */
  name: string;
  /** True where a run sends a write to ARM: once it ran, a cancel needs compensation. */
  writes: boolean;
  /** True where it compares what Azure has with what was asked for: what fails here was taken and ignored, not refused. */
  judges?: true;
  /**
   * True for a step that only reads. A cancel ends the operation there, and leaves the complete resource as
   * it is.
   */
  mayBeLeft?: true;
  /** True for a step that takes away what goes with its target: it is retried though that is gone. */
  outlivesTarget?: true;
  /** A retry starts again at this earlier step, because a later one verifies what both of them wrote. */
  retriedFrom?: string;
  run(context: StepContext): Promise<StepOutcome>;
}

/** A kind of operation as data. */
export interface OperationDefinition {
  kind: OperationKind;
  /** What it does, in a sentence for clients. */
  summary: string;
  /** How its target stands meanwhile: what it makes, changes or takes away. */
  during: 'CREATING' | 'UPDATING' | 'DELETING';
  /** True where it sends what its target is asked to be, and not an action alone. */
  putsWhole?: true;
  /** True where it takes its target away from Azure and makes it again. */
  makesAnew?: true;
  /** What its steps remember that is of no use once it has ended and cannot be taken up again. */
  forgets?: readonly string[];
  /** Fields of `observed` that its end leaves so, where it sends an action and no settings. */
  brings?: Readonly<Record<string, unknown>>;
  steps: readonly StepDefinition[];
  /**
   * Undoes what the steps sent, after a cancel; absent: not cancelable once a writing step has run, before the steps that
   * may be left. Appended to the steps when needed.
   */
  compensation?: readonly StepDefinition[];
  /** Facts of the target when the operation ends so; e.g. a canceled create is gone. */
  onCanceled?: ResourceFacts;
}
