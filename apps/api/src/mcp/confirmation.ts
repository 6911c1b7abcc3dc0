import { createHash } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  inputRequired,
  type ClientCapabilities,
  type InputRequiredResult,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import canonicalize from 'canonicalize';
import type { Refusal } from '../channels/refusal.js';
import type { Tool } from './tool.js';

/** What a person was asked about: a digest of the call. */
interface Asked {
  call: string;
}

/** How long a person may take to answer. */
const ttlSeconds = 600;

/**
 * Seals what a client carries from the question to the answer. Its key comes from the caller's own credential, which every
 * process sees with every request: nothing has to be kept or shared, and nobody else's answer counts (ADR 0045).
 */
export const confirmationsOf = (credential: string): RequestStateCodec<Asked> =>
  createRequestStateCodec<Asked>({
    key: createHash('sha256').update(`armature mcp confirmation ${credential}`).digest(),
    ttlSeconds,
  });

/** Whether the client can ask its person, as it says with each request. Clients of 2025-11-25 say it to a session, and there are none. */
export function canBeAsked({ mcpReq: { envelope } }: ServerContext): boolean {
  const declared: Readonly<Record<string, unknown>> = envelope ?? {};
  const { elicitation } = (declared[CLIENT_CAPABILITIES_META_KEY] ?? {}) as ClientCapabilities;
  return elicitation !== undefined && (elicitation.form !== undefined || !elicitation.url);
}

/** What a person said to this call; undefined where nobody was asked about it, or nothing came back. */
export function saidTo(call: string, { mcpReq }: ServerContext): 'yes' | 'no' | undefined {
  const asked = mcpReq.requestState<Asked>();
  const said = mcpReq.inputResponses?.['confirm'] as Said | undefined;
  if (asked?.call !== call || said === undefined) return undefined;
  return said.action === 'accept' && said.content?.confirm === true ? 'yes' : 'no';
}

interface Said {
  action?: unknown;
  content?: { confirm?: unknown };
}

/** Has the person asked who sits before the client. */
export async function ask(
  codec: RequestStateCodec<Asked>,
  call: string,
  { listed, definition }: Tool,
  name: string,
): Promise<InputRequiredResult> {
  const confirm = inputRequired.elicit({
    message: `${listed.name} is called for "${name}". ${definition.summary}`,
    requestedSchema: {
      type: 'object',
      properties: { confirm: { type: 'boolean', title: 'Do it', default: false } },
      required: ['confirm'],
    },
  });
  return inputRequired({ inputRequests: { confirm }, requestState: await codec.mint({ call }) });
}

export const digestOf = ({ listed }: Tool, args: object): string =>
  createHash('sha256')
    .update(canonicalize([listed.name, args]) ?? '')
    .digest('base64url');

export const declined: Refusal = {
  code: 'CONFIRMATION_DECLINED',
  message: 'Who was asked did not confirm it: nothing was done. Do not ask again by yourself.',
};
