import type { Clock, ProvisioningError } from '#libs/kernel';
import type { Sql } from '#libs/database';
import type { Resource, ResourceFacts } from '#libs/resources';
import { armaturePrincipalId } from '#libs/tenants';
import type { ArmBody } from '../arm.port.js';
import { toSentStep, wasSent } from '../decisions/cancellation.rules.js';
import type { ChangeAudit } from '../transitions/change-audit.js';
import type { OperationContext } from '../leases/lease-operation.js';
import { decide, undoes, type NextMove, type Situation } from '../decisions/decide.rules.js';
import { actionPrefix, isCompensation } from '../kind.rules.js';
import { Lease } from '../leases/lease.js';
import type { Kinds } from '../kinds.js';
import type { ManagedKind } from '../managed-kind.js';
import type { ChangeActor, OperationChange } from '../transitions/operation-change.js';
import type { Operation } from '../operation.js';
import type { OperationStep } from '../operation-step.js';
import { readGuard } from '../transitions/operation.repository.js';
import type { OperationDefinition, WatchRequest } from '../step.js';
import type { Verdict } from '../decisions/step-outcome.rules.js';
import { fromStore } from '../store-failed.js';
import { withoutForgotten } from '../decisions/forget.rules.js';
import { takenBack } from '../decisions/take-back.rules.js';
import { LeaseLost, transition } from '../transitions/transition.js';
import { whyUnshared } from '../submit/scopes/unshared.js';
import type { DueOperation } from '../watches/watch.repository.js';
import { auditOfWish, type WishChange } from '../transitions/wish.js';

export interface RunDependencies {
  pool: Sql;
  kinds: Kinds;
  clock: Clock;
  leaseMs: number;
  /** Milliseconds until a watch is first looked at. */
  firstLookAfterMs(operation: Operation, step: OperationStep, watch: WatchRequest): number;
  /** Told of an operation that wants a worker again later; the sweep finds it too, a little later. */
  dueAgain(operation: DueOperation, afterSeconds: number): void;
}

/** What failed before Azure had anything of it is not on its way any more; the row says why. */
const neverCame = (
  { provisioningState, observed }: Resource,
  error: ProvisioningError,
): ResourceFacts | undefined =>
  provisioningState === 'CREATING' && observed === null
    ? {
        provisioningState: 'FAILED',
        rawProvisioningState: 'Failed',
        provisioningErrors: [error],
      }
    : undefined;

const pastTense: Record<string, string> = {
  start: 'started',
  succeed: 'succeeded',
  fail: 'failed',
  stop: 'canceled',
};

/**
 * An operation leased by one worker: what the row said, and what has been decided since and is not
 * yet written. Results of steps that sent nothing are kept until something has to be committed anyway.
 */
export class OperationRun {
  operation: Operation;
  resource: Resource;
  /** The target as the last step saw it. */
  seen: ArmBody | undefined;
  readonly steps: OperationStep[];
  readonly lease: Lease;
  /** What the target is. */
  readonly of: ManagedKind;
  private readonly changed = new Set<number>();
  private facts: ResourceFacts | undefined;
  private audit: ChangeAudit[] = [];
  /** A step that came back before its watch had ended: it goes on waiting for the same, or the watch must end too. */
  private watched: boolean;

  constructor(
    private readonly deps: RunDependencies,
    readonly context: OperationContext,
    readonly kind: OperationDefinition,
    leaseAskedAtMs: number,
  ) {
    this.of = deps.kinds.of(context.resource.kind);
    this.operation = context.operation;
    this.resource = context.resource;
    this.steps = [...context.steps];
    this.watched = this.step?.status === 'WAITING';
    const databaseNowMs = context.databaseNow.getTime();
    this.lease = new Lease(deps.clock, deps.leaseMs, leaseAskedAtMs, databaseNowMs);
  }

  /** Undefined past the last step. */
  get step(): OperationStep | undefined {
    return this.steps[this.operation.currentStep];
  }

  /** How kinds are read and compared. */
  get kinds(): Kinds {
    return this.deps.kinds;
  }

  /** True where a cancel has to be dealt with before the current step runs. */
  get mustUndo(): boolean {
    return undoes(this.situation());
  }

  /** True where Azure may have taken what a step sent. */
  get hasSent(): boolean {
    return wasSent(this.steps.map(toSentStep), this.kind);
  }

  replaceStep(step: OperationStep): void {
    this.steps[step.position] = step;
    this.changed.add(step.position);
  }

  /** Facts for the resource row; the steps that follow in this run see them at once. */
  learn(facts: ResourceFacts | undefined): void {
    if (!facts) return;
    this.facts = { ...this.facts, ...facts };
    const { gone, ...rest } = facts;
    this.resource = { ...this.resource, ...rest, ...(gone && { goneAt: this.lease.now() }) };
  }

  /** Why the step may send nothing. What undoes may always. */
  async whyUnshared(): Promise<ProvisioningError | undefined> {
    if (this.step && isCompensation(this.kind, this.step.name)) return undefined;
    return whyUnshared(this.deps.pool, this.of, this.kind, this.operation, this.resource);
  }

  /** Reads or writes rows of ours beside the target's. Rejects with StoreFailed. */
  store<T>(what: string, work: (sql: Sql) => Promise<T>): Promise<T> {
    return fromStore(what, work(this.deps.pool));
  }

  note(event: string, after: Record<string, unknown>): void {
    this.audit.push({ action: `${actionPrefix(this.operation.kind)}.${event}`, after });
  }

  /** Goes on to the next step without writing: only after a step that sent nothing. False where there is none. */
  goOn(): boolean {
    if (this.mustUndo || this.operation.currentStep + 1 >= this.steps.length) return false;
    this.operation = { ...this.operation, currentStep: this.operation.currentStep + 1 };
    return true;
  }

  /** Writes everything decided so far and keeps the lease, counted anew. False where a cancel came first: nothing was written. */
  async keep(): Promise<boolean> {
    const events = this.operation.status === 'QUEUED' ? (['start'] as const) : [];
    const decision = { events, due: 'keep', goesOn: true, error: null, steps: [] } as const;
    const written = await this.write({ ...decision, currentStep: this.operation.currentStep });
    if (!written) await this.reread();
    return written;
  }

  /** Writes the verdict on the current step; where a cancel came meanwhile, what that makes of it. Answers whether to go on. */
  async settle(verdict: Verdict): Promise<boolean> {
    for (;;) {
      const decision = decide(this.situation(), verdict);
      if (await this.write(decision)) return decision.goesOn;
      await this.reread();
    }
  }

  private situation(): Situation {
    const { status, currentStep } = this.operation;
    return { status, currentStep, steps: this.steps, kind: this.kind, now: this.lease.now() };
  }

  private async write(decision: NextMove | (Omit<NextMove, 'due'> & { due: 'keep' })) {
    const askedAtMs = this.deps.clock.monotonicMs();
    const change = this.changeFor(decision);
    const written = await transition(this.deps.pool, this.operation, change, this.actor());
    if (!written) return false;
    this.operation = { ...this.operation, ...written, currentStep: decision.currentStep };
    for (const step of decision.steps) this.steps[step.position] = step;
    this.changed.clear();
    this.watched = false;
    this.facts = undefined;
    this.audit = [];
    if (decision.goesOn) this.lease.renewedFrom(askedAtMs);
    if (typeof decision.due === 'object') {
      const { id: operationId, fence } = this.operation;
      this.deps.dueAgain({ operationId, fence }, decision.due.afterSeconds);
    }
    return true;
  }

  private changeFor(
    decision: NextMove | (Omit<NextMove, 'due'> & { due: 'keep' }),
  ): OperationChange {
    const facts = this.factsFor(decision);
    const wish = this.wishAfter(decision);
    return {
      events: decision.events,
      currentStep: decision.currentStep,
      error: decision.error,
      lease: decision.goesOn ? { renewForMs: this.deps.leaseMs } : 'release',
      due: decision.goesOn ? 'keep' : decision.due,
      progress: decision.due !== 'keep',
      steps: this.stepsToWrite(decision),
      ...(facts && { facts }),
      ...(wish && { wish }),
      ...this.watchFor(decision),
      audit: [...this.audit, ...this.auditOfWish(wish), ...this.auditFor(decision)],
    };
  }

  private factsFor({ facts, events, error }: Pick<NextMove, 'facts' | 'events' | 'error'>) {
    const learnt = facts || this.facts ? { ...this.facts, ...facts } : undefined;
    const isOver = events.includes('fail') && error !== null;
    return isOver ? { ...neverCame(this.resource, error), ...learnt } : learnt;
  }

  /** What is taken back where the operation ends here without success. */
  private wishAfter({ events, error }: Pick<NextMove, 'events' | 'error'>) {
    if (!events.includes('fail') && !events.includes('stop')) return undefined;
    const { operation, kind, steps, resource, context } = this;
    return takenBack({
      of: this.of,
      operation,
      kind,
      steps,
      resource,
      costTags: context.costTags,
      error,
    });
  }

  private auditOfWish(wish: WishChange | undefined): ChangeAudit[] {
    return wish ? [auditOfWish(this.operation.kind, 'taken_back', wish)] : [];
  }

  private stepsToWrite({ events, steps }: Pick<NextMove, 'events' | 'steps'>): OperationStep[] {
    const isOver = events.includes('succeed') || events.includes('stop');
    return withoutForgotten(isOver ? (this.kind.forgets ?? []) : [], {
      all: this.steps,
      ran: [...this.changed].flatMap((position) => this.steps[position] ?? []),
      decided: steps,
    });
  }

  private watchFor({ watch }: Pick<NextMove, 'watch'>): Pick<OperationChange, 'watch'> {
    const ended = watch === 'none' || (watch === undefined && this.watched);
    if (ended) return { watch: 'none' };
    if (!watch || !this.step) return {};
    const lookAfterMs = this.deps.firstLookAfterMs(this.operation, this.step, watch);
    return { watch: { ...watch, lookAfterMs } };
  }

  private auditFor({ events, error }: Pick<NextMove, 'events' | 'error'>): ChangeAudit[] {
    return events.map((event) => ({
      action: `${actionPrefix(this.operation.kind)}.${pastTense[event] ?? event}`,
      ...(event === 'fail' &&
        error && { after: { error: { code: error.code, message: error.message } } }),
    }));
  }

  private actor(): ChangeActor {
    const { requestId } = this.operation;
    return { actorId: armaturePrincipalId, actorRoles: [], channel: 'system', requestId };
  }

  private async reread(): Promise<void> {
    const row = await readGuard(this.deps.pool, this.operation.id);
    if (row?.fence !== this.operation.fence) throw new LeaseLost(this.operation.id);
    const { status, version, cancelRequestedAt } = row;
    this.operation = { ...this.operation, status, version, cancelRequestedAt };
  }
}
