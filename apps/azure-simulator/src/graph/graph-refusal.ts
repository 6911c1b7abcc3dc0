import { randomUUID } from 'node:crypto';

/** A request that Microsoft Graph refuses. */
export class GraphRefusal extends Error {
  override readonly name = 'GraphRefusal';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** As Graph says it, with ids that are another for each request. */
export const graphErrorBody = ({ code, message }: GraphRefusal, at: Date): object => ({
  error: {
    code,
    message,
    innerError: {
      date: at.toISOString().replace(/\.\d+Z$/, ''),
      'request-id': randomUUID(),
      'client-request-id': randomUUID(),
    },
  },
});

export const noSuchObject = (id: string): GraphRefusal =>
  new GraphRefusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

export const deniedAtGraph = (): GraphRefusal =>
  new GraphRefusal(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );

export const unsupported = (message: string): GraphRefusal =>
  new GraphRefusal(400, 'Request_UnsupportedQuery', message);
