import { vi } from 'vitest';

interface Payload {
  operation: { id: string; target: { id: string } | null } | null;
  userErrors: { code: string; field: string[] | null; message: string }[];
}

/** A client of a running API that keeps the text of every answer. */
export class RecordingClient {
  readonly answers: string[] = [];

  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  /** Resolves when the API answers. */
  async untilReady(): Promise<void> {
    await vi.waitFor(() => this.send('GET', '/readyz'), { timeout: 30_000, interval: 100 });
  }

  get(path: string): Promise<unknown> {
    return this.send('GET', path);
  }

  /** A GraphQL answer as it comes, errors and all. */
  graphql(query: string, variables: object = {}): Promise<{ data?: never; errors?: unknown[] }> {
    return this.send('POST', '/graphql', { query, variables }) as Promise<{ data?: never }>;
  }

  /** Sends a mutation `name(input)`: ids of the operation and of what it changes, or what is wrong with the input. */
  async mutate(name: string, input: object) {
    const inputType = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const { data, errors } = await this.graphql(
      `mutation ($input: ${inputType}!) { ${name}(input: $input) {
        operation { id target { id } } userErrors { code message field } } }`,
      { input },
    );
    if (!data) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    const { operation, userErrors } = (data as Record<string, Payload>)[name] as Payload;
    return { operationId: operation?.id ?? '', targetId: operation?.target?.id ?? '', userErrors };
  }

  private async send(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.apiKey}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    this.answers.push(`${method} ${path} ${response.status}: ${text}`);
    return JSON.parse(text);
  }
}
