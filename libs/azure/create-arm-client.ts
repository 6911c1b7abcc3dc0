import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { type ArmId, type Clock, systemClock, isObject } from '#libs/kernel';
import type { ArmCall, ArmPage, ArmPort, LroObservation } from '#libs/operations';
import type { ArmAnswer } from './arm-answer.js';
import type { ArmBudget } from './budget/arm-budget.js';
import { createSender } from './arm-pipeline.js';
import { armScope, type ArmPlace } from './arm-scope.js';
import { trustedUrl } from './arm-url.js';
import { isMissing, mapArmError } from './map-arm-error.js';
import { ownArmError } from './map-network-error.js';
import { observeStart } from './long-running/observe-start.js';
import { pollLro } from './long-running/poll-lro.js';
import type { LroSubject } from './long-running/read-lro-headers.js';
import { type Connection, sendRequest } from './send-request.js';
import { type VersionedRequest, sendVersioned } from './versions/send-versioned.js';
import { ServedVersions, type ServedVersionsOptions } from './versions/served-versions.js';
import { stampVersion } from './versions/stamp-version.js';

export interface ArmClientOptions extends ArmPlace {
  credential: TokenCredential;
  budget: ArmBudget;
  clock?: Clock;
  /** Default: the library's, which keeps connections. */
  httpClient?: HttpClient;
  versions?: ServedVersionsOptions;
  onUnanswered?: (() => void) | undefined;
}

/** Azure Resource Manager behind `ArmPort`, whose comments hold. */
export function createArmClient(options: ArmClientOptions): ArmPort {
  const { endpoint, credential, budget, clock = systemClock, httpClient } = options;
  const { onUnanswered } = options;
  if (new URL(endpoint).protocol !== 'https:') throw new Error(`${endpoint} is not https`);
  const sender = createSender(armScope(options), credential, httpClient);
  const versions = new ServedVersions(options.versions);
  const connection: Connection = { endpoint, sender, budget, clock, versions, onUnanswered };

  const failure = (answer: ArmAnswer, writes: boolean) => mapArmError(answer, writes, clock.now());

  async function write(
    armId: ArmId,
    verb: LroSubject['verb'],
    request: Omit<VersionedRequest, 'method' | 'path'>,
  ): Promise<LroObservation> {
    const sent = await sendVersioned(connection, { ...request, method: verb, path: armId });
    const subject = { armId, verb };
    if (sent.answer.status < 300) return observeStart(sent.answer, endpoint, subject, clock.now());
    const error = failure(sent.answer, true);
    if (verb === 'DELETE' && isMissing(error)) return { state: 'Succeeded', rawState: 'NotFound' };
    throw error;
  }

  return {
    async get(id, call) {
      const { answer, version } = await sendVersioned(connection, {
        method: 'GET',
        path: id,
        verb: 'get',
        call,
      });
      if (answer.status < 300)
        return isObject(answer.body) ? stampVersion(answer.body, version) : {};
      const error = failure(answer, false);
      if (isMissing(error)) return undefined;
      throw error;
    },

    put: async (id, body, call) => write(id, 'PUT', { verb: 'put', body, call }),
    delete: async (id, query, call) => write(id, 'DELETE', { verb: 'delete', query, call }),
    post: async (id, action, body, call) => write(id, 'POST', { verb: action, body, call }),
    poll: (handle, call) => pollLro(connection, handle, call),

    async list(collection, call) {
      const { answer, version } = await listPage(connection, collection, call);
      if (answer.status >= 300) throw failure(answer, false);
      return readPage(answer.body, version);
    },
  };
}

interface ListedPage {
  answer: ArmAnswer;
  /** Undefined where a nextLink does not tell it. */
  version: string | undefined;
}

/** The first page of a collection, or the page that a nextLink names: that goes out as it came, but to our host only. */
async function listPage(
  connection: Connection,
  collection: string,
  call: ArmCall | undefined,
): Promise<ListedPage> {
  if (collection.startsWith('/'))
    return sendVersioned(connection, { method: 'GET', path: collection, verb: 'list', call });
  const url = trustedUrl(connection.endpoint, collection);
  if (!url) throw otherHost();
  const answer = await sendRequest(connection, { method: 'GET', url, call });
  return { answer, version: new URL(url).searchParams.get('api-version') ?? undefined };
}

const otherHost = () =>
  ownArmError({
    kind: 'refused',
    code: 'NextLinkRefused',
    message: 'The next page is on another host than the one called: nothing was sent there.',
    maybeAccepted: false,
  });

function readPage(body: unknown, version: string | undefined): ArmPage {
  const page = isObject(body) ? body : {};
  const value = Array.isArray(page['value']) ? page['value'].filter(isObject) : [];
  const nextLink = page['nextLink'];
  return {
    value: version === undefined ? value : value.map((one) => stampVersion(one, version)),
    ...(typeof nextLink === 'string' && nextLink !== '' ? { nextLink } : {}),
  };
}
