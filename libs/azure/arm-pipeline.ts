import type { TokenCredential } from '@azure/core-auth';
import type {
  HttpClient,
  Pipeline,
  PipelineRequest,
  PipelineResponse,
} from '@azure/core-rest-pipeline';
import {
  bearerTokenAuthenticationPolicy,
  createEmptyPipeline,
  decompressResponsePolicy,
  proxyPolicy,
  setClientRequestIdPolicy,
  userAgentPolicy,
} from '@azure/core-rest-pipeline';
import { mapCredentialError, mapInterruption } from './map-network-error.js';
import { createHttpClient } from './connections/proxy-aware-client.js';
import { isLate } from './connections/punctual.js';

/**
 * The library's policies that we want and no others: no retries (the engine retries, and remembers), no redirects (the
 * token follows none), no logging (poll URLs are signed).
 */
function createArmPipeline(scope: string, credential: TokenCredential): Pipeline {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(userAgentPolicy({ userAgentPrefix: 'armature' }));
  pipeline.addPolicy(setClientRequestIdPolicy());
  pipeline.addPolicy(decompressResponsePolicy());
  pipeline.addPolicy(proxyPolicy());
  pipeline.addPolicy(
    bearerTokenAuthenticationPolicy({
      credential,
      scopes: scope,
      challengeCallbacks: {
        authorizeRequest: async ({ scopes, request, getAccessToken }) => {
          const token = await accessToken(getAccessToken, scopes, request);
          request.headers.set('Authorization', `Bearer ${token}`);
        },
      },
    }),
    { phase: 'Sign' },
  );
  return pipeline;
}

type GetAccessToken = (
  scopes: string[],
  options: { abortSignal?: AbortSignal; enableCae: boolean },
) => Promise<{ token: string } | null>;

async function accessToken(
  getAccessToken: GetAccessToken,
  scopes: string[],
  { abortSignal }: PipelineRequest,
): Promise<string> {
  const options = {
    enableCae: true,
    ...(abortSignal instanceof AbortSignal ? { abortSignal } : {}),
  };
  const token = await getAccessToken(scopes, options).catch((cause: unknown) => {
    throw mapCredentialError(cause);
  });
  if (!token) throw mapCredentialError(undefined);
  return token.token;
}

export interface Sender {
  send(request: PipelineRequest): Promise<PipelineResponse>;
  /** Whether the request was handed to the network. */
  wasSent(request: PipelineRequest): boolean;
}

/** Sends over kept-alive connections or through the environment's proxy, and knows which requests got as far as the network. */
export function createSender(
  scope: string,
  credential: TokenCredential,
  httpClient: HttpClient = createHttpClient(),
): Sender {
  const pipeline = createArmPipeline(scope, credential);
  const sent = new WeakSet<PipelineRequest>();
  const watched: HttpClient = {
    sendRequest: (request) => {
      if (isLate(request)) throw mapInterruption(false, false);
      sent.add(request);
      return httpClient.sendRequest(request);
    },
  };
  return {
    send: (request) => pipeline.sendRequest(watched, request),
    wasSent: (request) => sent.has(request),
  };
}
