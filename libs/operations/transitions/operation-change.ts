import type { ProvisioningError } from '#libs/kernel';
import type { ResourceFacts } from '#libs/resources';
import type { RequestContext } from '#libs/verbs';
import type { ChangeAudit } from './change-audit.js';
import type { OperationEvent } from '../operation.machine.js';
import type { OperationStatus } from '../operation.js';
import type { OperationStep } from '../operation-step.js';
import type { WatchRequest } from '../step.js';
import type { WishChange } from './wish.js';

/** The row a change was decided on: where fence or version moved since, nothing is written. */
export interface OperationGuard {
  id: string;
  status: OperationStatus;
  fence: number;
  version: number;
}

/** Who stands in the audit rows of a change. */
export interface ChangeActor {
  actorId: string;
  actorRoles: readonly string[];
  channel: RequestContext['channel'];
  requestId: string;
  remoteAddress?: string;
}

/** When the operation next wants a worker. `watched`: not before its watch ends. */
export type Due = 'keep' | 'now' | 'watched' | { afterSeconds: number };

/** Everything that one transaction writes about an operation. */
export interface OperationChange {
  /** Moves of the machine, in order; none where only steps change. */
  events: readonly OperationEvent[];
  currentStep: number;
  error: ProvisioningError | null;
  /** True: somebody asked to cancel now. */
  cancelRequested?: boolean;
  /** `keep`: another worker's lease stays. `take`: any lease ends, because the fence goes up. */
  lease: 'keep' | 'release' | 'take' | { renewForMs: number };
  due: Due;
  /** True: the leases without progress count from zero again. */
  progress: boolean;
  /** Changed and new steps. */
  steps: readonly OperationStep[];
  facts?: ResourceFacts;
  /** What the target shall be asked for as from now on. */
  wish?: WishChange;
  /** What the current step now waits for; `none` ends what it waited for. */
  watch?: (WatchRequest & { lookAfterMs: number }) | 'none';
  audit: readonly ChangeAudit[];
}
