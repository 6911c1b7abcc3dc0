import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isObject } from '#libs/kernel';
import { badRequest } from '../errors/bad-request.js';

const object = z.record(z.string(), z.unknown()).nullish();
const schema = z.object({
  query: z.string().optional(),
  documentId: z.string().optional(),
  operationName: z.string().nullish(),
  variables: object,
  extensions: object,
});

/** A request for a stream as it came; its document may be in full, by its hash in `extensions`, or by its id. */
export type StreamRequest = z.infer<typeof schema>;

/** What the body, or the address, asks. Throws BAD_REQUEST. */
export function readStreamRequest({ method, body, query }: FastifyRequest): StreamRequest {
  if (method === 'POST' && !isObject(body)) throw badRequest('Send a JSON object with a query.');
  const asked = schema.safeParse(method === 'POST' ? body : fromAddress(query));
  if (asked.success) return asked.data;
  const [field] = asked.error.issues[0]?.path ?? [];
  const right = field === 'variables' || field === 'extensions' ? 'an object' : 'a text';
  throw badRequest(`${String(field)} is ${right}, or absent.`);
}

function fromAddress(query: unknown): Record<string, unknown> {
  const { variables, extensions, ...rest } = query as Record<string, unknown>;
  return {
    ...rest,
    variables: parsed('variables', variables),
    extensions: parsed('extensions', extensions),
  };
}

function parsed(field: string, text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    // What it says repeats the text.
    throw badRequest(`${field} is no JSON.`);
  }
}
