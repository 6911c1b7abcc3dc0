import type { Sql } from '#libs/database';
import type { KnownKinds } from '#libs/kinds';
import { ArmError, type ArmPort, type ReadLimit } from '#libs/operations';
import { writeLost } from '../rows/lost.repository.js';
import { listedAs } from './listed-as.js';
import { endRound, readMissingGroups, writePage, type NextPage } from './listed.repository.js';
import { collectionOf, listAfter, listedKinds, type ListedKind } from './lists.js';
import { pickPages, putBack, type PageToList } from './subscription-look.repository.js';

export interface SubscriptionSweep {
  pool: Sql;
  arm: ArmPort;
  kinds: KnownKinds;
  pace: { restingSeconds: number; reads?: ReadLimit };
}

/**
 * Finds out which resource groups and workspaces there are: one page of each subscription whose turn it is, all at once.
 * A page that does not come about keeps no other subscription from its turn; rejects with the first refusal once all were
 * tried. What a subscription refuses with again and again is told once.
 */
export async function observeSubscriptions(
  deps: SubscriptionSweep,
  signal: AbortSignal,
): Promise<void> {
  const pages = await pickPages(deps.pool, deps.pace.reads);
  const listed = await Promise.allSettled(pages.map((page) => listOrPutBack(deps, page, signal)));
  const refused = listed.find((one) => one.status === 'rejected');
  if (refused) throw refused.reason;
}

async function listOrPutBack(
  deps: SubscriptionSweep,
  page: PageToList,
  signal: AbortSignal,
): Promise<void> {
  try {
    await listPage(deps, page, signal);
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    await putBack(deps.pool, page, failureOf(page, error));
    if (error.error.code !== page.failedWith) throw error;
  }
}

/** The link to a page may have run out: then the round begins anew. */
const failureOf = ({ nextLink }: PageToList, { kind, error, retryAfterSeconds }: ArmError) => ({
  error: { code: error.code, message: error.message },
  retryAfterSeconds: kind === 'aborted' ? 0 : retryAfterSeconds,
  startsAnew: nextLink !== null && (kind === 'refused' || kind === 'notFound'),
});

async function listPage(
  deps: SubscriptionSweep,
  page: PageToList,
  signal: AbortSignal,
): Promise<void> {
  const { pool, arm, kinds, pace } = deps;
  const kind = page.listing ?? listedKinds[0];
  const collection = page.nextLink ?? collectionOf(page.subscriptionId, kind);
  const { value, nextLink } = await arm.list(collection, { signal });
  const listed = value.flatMap((body) => listedAs(kinds, kind, body) ?? []);
  const then = nextPage(kind, nextLink);
  await writePage(pool, page, kind, listed, then);
  if (then) return;
  const last = { ...page, listing: kind };
  await noticeLostGroups(deps, last, signal);
  await endRound(pool, last, pace.restingSeconds);
}

function nextPage(kind: ListedKind, nextLink: string | undefined): NextPage | undefined {
  if (nextLink !== undefined) return { listing: kind, nextLink };
  const listing = listAfter(kind);
  return listing && { listing, nextLink: null };
}

/** Lists may be behind: a group that is gone answers 404 by itself too. The rest waits for the next round. */
const confirmedPerRound = 10;

async function noticeLostGroups(
  { pool, arm }: SubscriptionSweep,
  page: PageToList,
  signal: AbortSignal,
): Promise<void> {
  for (const { id, armId } of await readMissingGroups(pool, page, confirmedPerRound))
    if (!(await arm.get(armId, { signal }))) await writeLost(pool, id, page.roundFrom);
}
