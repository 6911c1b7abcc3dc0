import { statement, type Sql } from '#libs/database';
import type { AuditEventRow } from './audit-event.js';
import { genesisHash } from './hash-chain.js';
import {
  afterLink,
  beforeChain,
  checkTime,
  oldestToCome,
  type MisdatedEvent,
} from './check-time.js';
import { findUnsealed } from './find-unsealed.js';
import { checkLink, type BrokenLink, type ChainHead, type SealedEvent } from './check-link.js';

export interface AuditVerification {
  /** The first thing that does not fit; undefined when the chain is whole. */
  broken: BrokenLink | undefined;
  /** Links that were checked and fit. */
  verified: number;
  /** Events that the sealer has not come to yet; they are not protected by the chain. */
  unsealed: number;
  /** Events that were written at another time than they say; a sealed one does not break the chain. */
  misdated: MisdatedEvent[];
  /** The last link that fits. Keep it outside the database: only with it a cut tail shows. */
  head: ChainHead;
}

/**
 * Walks the whole chain, `batchSize` links with one statement, and names the first row that does not fit. With `expected`, a
 * head written down earlier, it also finds a chain that was cut or replaced since.
 */
export async function verifyAudit(
  sql: Sql,
  expected?: ChainHead,
  batchSize = 5_000,
): Promise<AuditVerification> {
  let head: ChainHead = { sequence: 0, hash: genesisHash };
  let anchored = expected === undefined || expected.sequence === 0;
  let broken: BrokenLink | undefined;
  let time = beforeChain;
  const misdated: MisdatedEvent[] = [];
  for (let links = await readLinks(sql, 0, batchSize); ;) {
    for (const link of links) {
      broken = checkLink(head, link) ?? checkAnchor(link, expected);
      if (broken) break;
      const late = checkTime(time, link);
      if (late) misdated.push(late);
      time = afterLink(time, link);
      head = { sequence: link.sequence, hash: link.hash };
      anchored ||= link.sequence === expected?.sequence;
    }
    if (broken || links.length < batchSize) break;
    links = await readLinks(sql, head.sequence, batchSize);
  }
  if (!broken && !anchored && expected) broken = cutTail(head, expected);
  const unsealed = await readUnsealed(sql, oldestToCome(time), batchSize);
  misdated.push(...unsealed.misdated);
  return { broken, misdated, verified: head.sequence, unsealed: unsealed.count, head };
}

function checkAnchor(link: SealedEvent, expected: ChainHead | undefined): BrokenLink | undefined {
  if (link.sequence !== expected?.sequence || link.hash === expected.hash) return undefined;
  return {
    kind: 'other-chain',
    sequence: link.sequence,
    auditEventId: link.auditEventId,
    message: `seal ${link.sequence} has hash ${link.hash}, expected ${expected.hash}: the chain was rewritten`,
  };
}

function cutTail(head: ChainHead, expected: ChainHead): BrokenLink {
  return {
    kind: 'cut-tail',
    sequence: head.sequence + 1,
    auditEventId: undefined,
    message: `the chain ends at seal ${head.sequence}, expected one at ${expected.sequence}: its tail was cut`,
  };
}

const linksStatement = statement<
  { after: number; limit: number },
  Omit<SealedEvent, 'event'> & Omit<AuditEventRow, 'id'> & { id: string | null }
>`
SELECT s.sequence, s.audit_event_id AS "auditEventId", s.previous_hash AS "previousHash", s.hash,
  s.sealed_at AS "sealedAt", e.*
FROM audit_seal s LEFT JOIN audit_event e ON e.id = s.audit_event_id
WHERE s.sequence > ${'after'} ORDER BY s.sequence LIMIT ${'limit'}`;

async function readLinks(sql: Sql, after: number, limit: number): Promise<SealedEvent[]> {
  const { rows } = await sql.query(linksStatement({ after, limit }));
  return rows.map(({ id, ...row }) => ({ ...row, event: id === null ? null : { ...row, id } }));
}

interface Unsealed {
  count: number;
  misdated: MisdatedEvent[];
}

/** What is not sealed yet. All that is older than `oldest` was sealed by then: an event with such a time is backdated. */
async function readUnsealed(sql: Sql, oldest: Date, batchSize: number): Promise<Unsealed> {
  const unsealed: Unsealed = { count: 0, misdated: [] };
  for await (const ids of findUnsealed(sql, batchSize)) {
    if (ids.length === 0) continue;
    unsealed.count += ids.length;
    unsealed.misdated.push(...(await readLate(sql, ids, oldest)));
  }
  return unsealed;
}

const lateStatement = statement<
  { ids: readonly string[]; oldest: Date },
  { id: string; occurredAt: Date }
>`
SELECT id, occurred_at AS "occurredAt" FROM audit_event
WHERE id = ANY (${'ids'}::uuid[]) AND occurred_at < ${'oldest'} ORDER BY occurred_at, id`;

async function readLate(sql: Sql, ids: readonly string[], oldest: Date): Promise<MisdatedEvent[]> {
  const { rows } = await sql.query(lateStatement({ ids, oldest }));
  return rows.map(({ id, occurredAt }) => ({
    auditEventId: id,
    message: `audit event ${id} is not sealed and says ${occurredAt.toISOString()}, from when all had been sealed: backdated`,
  }));
}
