import { createClient } from 'graphql-sse';
import { z } from 'zod';

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});
const requestMs = 15_000;

/** Armature's API as any GraphQL client would use it: documents over HTTP, subscriptions over SSE. */
export class GatewayClient {
  private readonly headers: Record<string, string>;

  constructor(
    private readonly graphqlUrl: string,
    apiKey: string,
  ) {
    this.headers = { authorization: `Bearer ${apiKey}` };
  }

  /** Sends a query or mutation and parses `data`. Rejects on top-level errors and after 15 seconds. */
  async send<T>(
    document: string,
    schema: z.ZodType<T>,
    variables: Record<string, unknown> = {},
  ): Promise<T> {
    const response = await fetch(this.graphqlUrl, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables }),
      signal: AbortSignal.timeout(requestMs),
    });
    return parseAnswer(await response.json(), schema);
  }

  /**
   * Hands every event's `data` to `onEvent`. Resolves when the server closes the subscription; rejects on errors and
   * after `timeoutMs`.
   */
  async subscribe<T>(
    document: string,
    variables: Record<string, unknown>,
    { schema, onEvent, timeoutMs }: Subscription<T>,
  ): Promise<void> {
    const stream = createClient({ url: `${this.graphqlUrl}/stream`, headers: this.headers });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timeout = setTimeout(
      () => reject(new Error(`the subscription did not close within ${timeoutMs / 1_000} s`)),
      timeoutMs,
    );
    const next = (event: unknown) => {
      try {
        onEvent(parseAnswer(event, schema));
      } catch (error) {
        reject(error);
      }
    };
    stream.subscribe({ query: document, variables }, { next, error: reject, complete: resolve });
    try {
      await promise;
    } finally {
      clearTimeout(timeout);
      stream.dispose();
    }
  }
}

export interface Subscription<T> {
  schema: z.ZodType<T>;
  onEvent: (data: T) => void;
  timeoutMs: number;
}

function parseAnswer<T>(answer: unknown, schema: z.ZodType<T>): T {
  const { data, errors } = answerSchema.parse(answer);
  if (errors) throw new Error(`GraphQL: ${errors.map(({ message }) => message).join('; ')}`);
  return schema.parse(data);
}
