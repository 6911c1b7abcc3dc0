import { catalogue } from '#libs/catalogue';
import { toolName } from '../../apps/api/src/mcp/tool-name.js';
import { routeOf } from '../../apps/api/src/rest/routes/route.js';
import type { ApiUnderTest } from './api.js';
import { at, type Loose } from './gateway.js';
import { rest } from './rest.js';

/** What came of a verb: the operation that was accepted, or the codes of what refused it. */
export interface Outcome {
  operationId?: string;
  codes: string[];
}

/** One way to ask for a verb, by its name and its input as GraphQL has it. */
export interface Way {
  channel: 'graphql' | 'rest' | 'mcp';
  ask(api: ApiUnderTest, key: string, verb: string, input: Loose): Promise<Outcome>;
}

const definitionOf = (verb: string) => catalogue.find(({ name }) => name === verb)!;

const codesOf = (errors: unknown): string[] =>
  ((errors ?? []) as { code?: string; extensions?: { code: string } }[]).map(
    ({ code, extensions }) => code ?? extensions?.code ?? 'none',
  );

async function overGraphql(api: ApiUnderTest, key: string, verb: string, input: object) {
  const type = `${verb.slice(0, 1).toUpperCase()}${verb.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${verb}(input: $input) { operation { id } userErrors { code } } }`;
  const { data, errors } = await api.graphql(key, query, { input });
  if (errors) return { codes: codesOf(errors) };
  const { operation, userErrors } = at(data)[verb]!;
  return { operationId: operation?.id, codes: codesOf(userErrors) } as Outcome;
}

async function overRest(api: ApiUnderTest, key: string, verb: string, input: Loose) {
  const { method, path, idFields } = routeOf(definitionOf(verb));
  const [idField = ''] = idFields;
  const {
    [idField]: id = '',
    idempotencyKey,
    ifMatch,
    ...body
  } = input as unknown as Record<string, string>;
  const headers = {
    ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
    ...(ifMatch && { 'if-match': `"${ifMatch}"` }),
  };
  const at = path.replace('{id}', encodeURIComponent(id));
  const { status, body: answer } = await rest(api, key, at, { method, headers, body });
  return status < 300
    ? { operationId: answer.operation!.id!, codes: [] }
    : { codes: codesOf(answer['errors']) };
}

const textOf = (content: unknown): string => (content as { text: string }[])[0]!.text;

async function overMcp({ url }: ApiUnderTest, key: string, verb: string, input: object) {
  const params = { name: toolName(definitionOf(verb)), arguments: input };
  const response = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  });
  const text = await response.text();
  const { error, result } = at(JSON.parse(text.replace(/^[^{]*/, '')));
  if (error) return { codes: [error.data?.code ?? 'none'] };
  if (result!.isError) return { codes: codesOf(at(JSON.parse(textOf(result!.content)))['errors']) };
  return { operationId: result!.structuredContent!.operation!.id!, codes: [] };
}

export const threeWays: readonly Way[] = [
  { channel: 'graphql', ask: overGraphql },
  { channel: 'rest', ask: overRest },
  { channel: 'mcp', ask: overMcp },
];
