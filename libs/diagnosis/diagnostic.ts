import type { ProvisioningError } from '#libs/kernel';
import type { DiagnosticCode } from './diagnostic-codes.js';

/** Something that is wrong with a resource, and what to do about it. Codes are public and never change meaning. */
export interface Diagnostic {
  code: DiagnosticCode;
  message: string;
  remedy: string;
  /** What was read, and when. */
  evidence: Record<string, unknown>;
  observedAt: Date;
}

/** A diagnostic before it says when its resource was observed. */
export type Finding = Omit<Diagnostic, 'observedAt'>;

/** What Azure said about something around a resource, or why it said nothing. */
export interface Reading<Body> {
  subscriptionId: string;
  /** Null before the first answer. */
  body: Body | null;
  readAt: Date | null;
  /** Why the last try brought nothing; null where it did. */
  error: Pick<ProvisioningError, 'code' | 'message'> | null;
}
