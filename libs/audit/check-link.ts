import type { AuditEventRow } from './audit-event.js';
import { canonicalEvent, linkHash } from './hash-chain.js';

/** A link of the chain with its event, which is null where somebody removed it. */
export interface SealedEvent {
  sequence: number;
  auditEventId: string;
  previousHash: string;
  hash: string;
  sealedAt: Date;
  event: AuditEventRow | null;
}

/** The chain up to a point: the sequence of its last link and that link's hash. */
export interface ChainHead {
  sequence: number;
  hash: string;
}

/** Why a chain is not whole: the first link that does not fit. */
export interface BrokenLink {
  kind: 'gap' | 'wrong-link' | 'missing-event' | 'changed-event' | 'cut-tail' | 'other-chain';
  sequence: number;
  auditEventId: string | undefined;
  /** One sentence for people. */
  message: string;
}

/** Checks that `link` continues the chain after `head`; undefined when it does. */
export function checkLink(head: ChainHead, link: SealedEvent): BrokenLink | undefined {
  const expected = head.sequence + 1;
  const broken = (kind: BrokenLink['kind'], message: string, sequence = link.sequence) => ({
    kind,
    sequence,
    auditEventId: link.auditEventId,
    message,
  });
  if (link.sequence !== expected) {
    return broken(
      'gap',
      `seal ${expected} is missing: after ${head.sequence} comes ${link.sequence}`,
      expected,
    );
  }
  if (link.previousHash !== head.hash) {
    return broken(
      'wrong-link',
      `seal ${link.sequence} does not follow the hash of seal ${head.sequence}`,
    );
  }
  if (link.event === null) {
    return broken(
      'missing-event',
      `audit event ${link.auditEventId} of seal ${link.sequence} is gone`,
    );
  }
  if (linkHash(head.hash, canonicalEvent(link.event)) !== link.hash) {
    return broken(
      'changed-event',
      `audit event ${link.auditEventId} is not what seal ${link.sequence} was made for`,
    );
  }
  return undefined;
}
