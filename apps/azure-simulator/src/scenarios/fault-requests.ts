import { ArmRefusal } from '../arm/arm-error.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ArmedFault } from './fault.schema.js';
import { matches, type Faults, type FaultSubject } from './faults.js';
import { failureError, failureStatus, failureTime } from './known-failures.js';

interface Quiet {
  fault: ArmedFault<'TooManyRequests'>;
  untilMs: number;
}

/** The faults that strike before a request is accepted. */
export class RequestFaults {
  private quiets: Quiet[] = [];

  constructor(
    private readonly faults: Faults,
    private readonly ledger: Ledger,
    private readonly monotonicMs: () => number,
  ) {}

  /** Throws the refusal of the first fault that fits. */
  strike(subject: FaultSubject): void {
    this.keepQuiet(subject);
    const throttled = this.faults.take('TooManyRequests', subject);
    if (throttled) this.beginQuiet(throttled);
    this.refuseUnavailable(subject);
    const failure = this.faults.take('FailsWith', subject, (f) => failureTime(f) === 'request');
    if (failure) throw new ArmRefusal(failureStatus(failure), failureError(failure));
  }

  clear(): void {
    this.quiets = [];
  }

  private refuseUnavailable(subject: FaultSubject): void {
    const unavailable = this.faults.take('ServiceUnavailable', subject);
    const seconds = unavailable?.parameters.retryAfterSeconds;
    if (unavailable)
      throw new ArmRefusal(
        503,
        {
          code: 'ServiceUnavailable',
          message: 'The service is temporarily unavailable. Please try again later.',
        },
        seconds === undefined ? {} : { 'retry-after': String(seconds) },
      );
    if (this.faults.take('InternalServerError', subject))
      throw new ArmRefusal(500, {
        code: 'InternalServerError',
        message: 'Encountered internal server error.',
      });
  }

  private beginQuiet(fault: ArmedFault<'TooManyRequests'>): never {
    const { retryAfterSeconds } = fault.parameters;
    this.quiets.push({ fault, untilMs: this.monotonicMs() + retryAfterSeconds * 1000 });
    return this.tooManyRequests(fault, retryAfterSeconds, false);
  }

  private keepQuiet(subject: FaultSubject): void {
    const nowMs = this.monotonicMs();
    this.quiets = this.quiets.filter((quiet) => quiet.untilMs > nowMs);
    const quiet = this.quiets.find(({ fault }) => matches(fault, subject));
    if (quiet) this.tooManyRequests(quiet.fault, Math.ceil((quiet.untilMs - nowMs) / 1000), true);
  }

  private tooManyRequests(
    fault: ArmedFault<'TooManyRequests'>,
    retryAfterSeconds: number,
    isEarly: boolean,
  ): never {
    const { code } = fault.parameters;
    this.ledger.throttled({ key: `fault ${fault.id}`, code, retryAfterSeconds, isEarly });
    throw new ArmRefusal(
      429,
      {
        code,
        message: `Too many requests. Please try again after '${retryAfterSeconds}' seconds.`,
      },
      { 'retry-after': String(retryAfterSeconds) },
    );
  }
}
