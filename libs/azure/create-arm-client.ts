import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { AzureCloud, Clock } from '#libs/kernel';
import { systemClock } from '#libs/kernel';
import type { ArmPage, ArmPort, LroObservation } from '#libs/operations';
import type { ArmAnswer } from './arm-answer.js';
import type { ArmBudget } from './arm-budget.js';
import { createSender } from './arm-pipeline.js';
import { armScope } from './arm-scope.js';
import { armUrl, trustedUrl } from './arm-url.js';
import { isMissing, mapArmError } from './map-arm-error.js';
import { ownArmError } from './map-network-error.js';
import { observeStart } from './observe-start.js';
import { pollLro } from './poll-lro.js';
import type { LroSubject } from './read-lro-headers.js';
import { isBody } from './read-state.js';
import type { ArmRequest, Connection } from './send-request.js';
import { sendRequest } from './send-request.js';

export interface ArmClientOptions {
  /** `https://management.azure.com`, or what stands in for it. https only: it is sent tokens. */
  endpoint: string;
  /** Whose tokens an endpoint takes that is no cloud's own. */
  cloud?: AzureCloud | undefined;
  credential: TokenCredential;
  budget: ArmBudget;
  clock?: Clock;
  /** Default: the library's, which keeps connections. */
  httpClient?: HttpClient;
}

/** Azure Resource Manager behind `ArmPort`, whose comments hold. */
export function createArmClient(options: ArmClientOptions): ArmPort {
  const { endpoint, cloud, credential, budget, clock = systemClock, httpClient } = options;
  if (new URL(endpoint).protocol !== 'https:') throw new Error(`${endpoint} is not https`);
  const sender = createSender(armScope(endpoint, cloud), credential, httpClient);
  const connection: Connection = { endpoint, sender, budget, clock };

  const failure = (answer: ArmAnswer, writes: boolean) => mapArmError(answer, writes, clock.now());

  async function read(request: ArmRequest): Promise<ArmAnswer> {
    const answer = await sendRequest(connection, request);
    if (answer.status >= 300) throw failure(answer, false);
    return answer;
  }

  async function write(request: ArmRequest, subject: LroSubject): Promise<LroObservation> {
    const answer = await sendRequest(connection, request);
    if (answer.status < 300) return observeStart(answer, endpoint, subject, clock.now());
    const error = failure(answer, true);
    if (subject.verb === 'DELETE' && isMissing(error))
      return { state: 'Succeeded', rawState: 'NotFound' };
    throw error;
  }

  return {
    async get(id, call) {
      const request: ArmRequest = { method: 'GET', url: armUrl(endpoint, id), call };
      const answer = await sendRequest(connection, request);
      if (answer.status < 300) return isBody(answer.body) ? answer.body : {};
      const error = failure(answer, false);
      if (isMissing(error)) return undefined;
      throw error;
    },

    put: async (armId, body, call) =>
      write({ method: 'PUT', url: armUrl(endpoint, armId), body, call }, { armId, verb: 'PUT' }),

    delete: async (armId, query, call) =>
      write(
        { method: 'DELETE', url: armUrl(endpoint, armId, { query }), call },
        { armId, verb: 'DELETE' },
      ),

    post: async (armId, action, body, call) =>
      write(
        { method: 'POST', url: armUrl(endpoint, armId, { action }), body, call },
        { armId, verb: 'POST' },
      ),

    poll: (handle, call) => pollLro(connection, handle, call),

    async list(collection, call) {
      const { body } = await read({ method: 'GET', url: pageUrl(endpoint, collection), call });
      return readPage(body);
    },
  };
}

/** A nextLink goes out as it came, but to our host only. */
function pageUrl(endpoint: string, collection: string): string {
  if (collection.startsWith('/')) return armUrl(endpoint, collection);
  const url = trustedUrl(endpoint, collection);
  if (url) return url;
  throw ownArmError({
    kind: 'refused',
    code: 'NextLinkRefused',
    message: 'The next page is on another host than the one called: nothing was sent there.',
    maybeAccepted: false,
  });
}

function readPage(body: unknown): ArmPage {
  const page = isBody(body) ? body : {};
  const value = Array.isArray(page['value']) ? page['value'].filter(isBody) : [];
  const nextLink = page['nextLink'];
  return { value, ...(typeof nextLink === 'string' && nextLink !== '' ? { nextLink } : {}) };
}
