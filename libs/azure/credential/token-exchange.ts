import type { HttpClient } from '@azure/core-rest-pipeline';

/** The last thing that went wrong between a credential and whoever issues its tokens. */
export type FailedExchange = { status: number; body: string } | { failure: unknown };

/** How long one request for a token may take. */
const requestTimeoutMs = 4_000;

/**
 * Remembers what went wrong last: `@azure/identity` words refusals in many ways and drops the reason of some, such as a
 * tenant that its metadata cannot be read of, and every failure of the network.
 */
export class TokenExchange implements HttpClient {
  last: FailedExchange | undefined;

  constructor(
    private readonly inner: HttpClient,
    /** Beside every proxy: managed identities are served on the machine itself. */
    private readonly direct: boolean,
  ) {}

  async sendRequest(request: Parameters<HttpClient['sendRequest']>[0]) {
    request.timeout = requestTimeoutMs;
    if (this.direct) delete request.agent;
    try {
      const response = await this.inner.sendRequest(request);
      const { status, bodyAsText } = response;
      this.last = status >= 400 ? { status, body: bodyAsText ?? '' } : undefined;
      return response;
    } catch (failure) {
      this.last = { failure };
      throw failure;
    }
  }
}
