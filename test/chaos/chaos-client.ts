import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Accepted {
  operationId: string;
  /** Global id of what it changes. */
  targetId: string;
}

interface Payload {
  operation: { id: string; target: { id: string } | null } | null;
  userErrors: { code: string; message: string; field: string[] | null }[];
}

const patienceMs = 60_000;

/** A client that repeats a mutation, with the same idempotency key, until it hears an answer. */
export class ChaosClient {
  /** Requests whose answer was lost or which the system could not take. */
  repeats = 0;

  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  /** Sends a mutation `name(input)`; throws where it is refused. */
  async mutate(name: string, input: object): Promise<Accepted> {
    const isPower = /^(start|stop)/.test(name);
    const inputType = isPower
      ? 'ComputeInstanceActionInput'
      : `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation ($input: ${inputType}!) { ${name}(input: $input) {
      operation { id target { id } } userErrors { code message field } } }`;
    const variables = { input: { ...input, idempotencyKey: randomUUID() } };
    const data = await this.ask<Record<string, Payload>>(document, variables);
    const { operation, userErrors } = data[name] ?? { operation: null, userErrors: [] };
    if (!operation?.target) throw new Error(`${name}: ${JSON.stringify(userErrors)}`);
    return { operationId: uuidOf(operation.id), targetId: operation.target.id };
  }

  /** Asks to cancel; false where it was too late. */
  async cancel(operationId: string): Promise<boolean> {
    const document = `mutation ($input: CancelOperationInput!) { cancelOperation(input: $input) {
      operation { id } userErrors { code } } }`;
    const id = Buffer.from(`Operation:${operationId}`).toString('base64url');
    const data = await this.ask<{ cancelOperation: Payload }>(document, { input: { id } });
    return data.cancelOperation.userErrors.length === 0;
  }

  /** Data of an answer without errors; asks again for a minute. */
  async ask<T>(query: string, variables: object = {}): Promise<T> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const answer = await this.post({ query, variables });
      if (answer.data && !answer.errors) return answer.data as T;
      if (performance.now() > deadline)
        throw new Error(`no answer: ${JSON.stringify(answer.errors)}`);
      this.repeats += 1;
      await sleep(200);
    }
  }

  private async post(body: object): Promise<{ data?: unknown; errors?: unknown }> {
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.apiKey}` },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      return (await response.json()) as { data?: unknown; errors?: unknown };
    } catch (error) {
      return { errors: String(error) };
    }
  }
}

const uuidOf = (globalId: string): string =>
  Buffer.from(globalId, 'base64url').toString().split(':')[1] ?? '';
