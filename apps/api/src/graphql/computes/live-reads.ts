import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { endingWith } from '#libs/database';
import type { RequestContext } from '#libs/verbs';

/** Azure counts such a question as a write, of which operations need their share (docs/azure-facts.md#throttling). */
const mostPerRequest = 10;

/** A stream is one request, however long it lasts: it may ask again after a while. */
const askedBy = new LRUCache<RequestContext, number>({
  max: 10_000,
  ttl: 5_000,
  noUpdateTTL: true,
});

/**
 * What is asked of Azure itself while somebody waits: the same at the same time once, kept for a while, failures too.
 * Rejects with BAD_USER_INPUT beyond ten questions in one request, and with ArmError where Azure does not answer.
 */
export class LiveReads<T extends object> {
  private readonly known: LRUCache<string, Promise<T>>;

  constructor(keptMs: number) {
    this.known = new LRUCache({ max: 1_000, ttl: keptMs });
  }

  async read(request: RequestContext, armId: string, ask: () => Promise<T>): Promise<T> {
    const known = this.known.get(armId);
    if (known) return known;
    count(request);
    // Others may wait for it too.
    const asked = endingWith(undefined, ask);
    this.known.set(armId, asked);
    return asked;
  }
}

function count(request: RequestContext): void {
  const asked = (askedBy.get(request) ?? 0) + 1;
  askedBy.set(request, asked);
  if (asked <= mostPerRequest) return;
  const message = `This is asked of Azure live, for ${mostPerRequest} computes in one request at most: ask for fewer at once.`;
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
