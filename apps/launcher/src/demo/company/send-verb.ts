import { z } from 'zod';
import type { GatewayClient } from '../gateway-client.js';

const payloadSchema = z.looseObject({
  userErrors: z.array(z.object({ code: z.string(), message: z.string() })),
});

/** What a mutation answers, and the codes with which it refuses. */
export interface Answered<T> {
  payload: T;
  codes: string[];
}

/** Sends a mutation and asks for `fields` of its answer, which `schema` parses. */
export async function sendVerb<T>(
  client: GatewayClient,
  name: string,
  input: object,
  { fields, schema }: { fields: string; schema: z.ZodType<T> },
): Promise<Answered<T>> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) {
    payload: ${name}(input: $input) { ${fields} userErrors { code message } }
  }`;
  const { payload } = await client.send(document, z.object({ payload: payloadSchema }), { input });
  return { payload: schema.parse(payload), codes: payload.userErrors.map(({ code }) => code) };
}

/** Sends one that is to be accepted. Rejects with its refusals. */
export async function sendAccepted<T>(
  ...[client, name, input, asked]: Parameters<typeof sendVerb<T>>
): Promise<T> {
  const { payload, codes } = await sendVerb(client, name, input, asked);
  if (codes.length > 0) throw new Error(`${name} was refused: ${codes.join(', ')}`);
  return payload;
}
