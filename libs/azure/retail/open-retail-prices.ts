import {
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  decompressResponsePolicy,
  proxyPolicy,
  setClientRequestIdPolicy,
  userAgentPolicy,
  type HttpClient,
  type Pipeline,
} from '@azure/core-rest-pipeline';
import { isObject, systemClock, type Clock } from '#libs/kernel';
import {
  RetailPricesError,
  type RetailPage,
  type RetailPricesPort,
  type RetailQuery,
} from '#libs/prices';
import { readAnswer, type ArmAnswer } from '../arm-answer.js';
import { orAborted } from '../connections/or-aborted.js';
import { createHttpClient } from '../connections/proxy-aware-client.js';
import { notAfter } from '../connections/punctual.js';
import { describeNetworkFailure } from '../map-network-error.js';
import { readRetryAfter } from '../read-retry-after.js';

const timeoutMs = 30_000;
/** With it pages have 1,000 rows (docs/azure-facts.md#prices). */
const apiVersion = '2023-01-01-preview';

const place = {
  name: 'The Retail Prices API',
  setting: 'AZURE_RETAIL_PRICES_ENDPOINT',
  unreachable: 'RetailPricesUnreachable',
};

/** The Retail Prices API at `endpoint`, over kept-alive connections or through the environment's proxy; without any token. */
export function openRetailPrices(
  endpoint: string,
  {
    httpClient = createHttpClient(),
    clock = systemClock,
  }: { httpClient?: HttpClient; clock?: Pick<Clock, 'now'> } = {},
): RetailPricesPort {
  const pipeline = tokenlessPipeline();
  return {
    async page(query, signal) {
      const answer = await send(pipeline, httpClient, urlOf(endpoint, query), signal);
      if (answer.status === 400 && query.skip > 0) return undefined;
      if (answer.status !== 200) throw refused(answer, clock.now());
      return readPage(answer.body);
    },
  };
}

function tokenlessPipeline(): Pipeline {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(userAgentPolicy({ userAgentPrefix: 'armature' }));
  pipeline.addPolicy(setClientRequestIdPolicy());
  pipeline.addPolicy(decompressResponsePolicy());
  pipeline.addPolicy(proxyPolicy());
  return pipeline;
}

/** The currency is a parameter: in the filter it would find nothing. Links to next pages are not followed. */
function urlOf(endpoint: string, { filter, currency, skip }: RetailQuery): string {
  const query = new URLSearchParams({
    'api-version': apiVersion,
    currencyCode: `'${currency}'`,
    $filter: filter,
    ...(skip > 0 && { $skip: String(skip) }),
  });
  return `${new URL(endpoint).origin}/api/retail/prices?${query.toString()}`;
}

async function send(
  pipeline: Pipeline,
  httpClient: HttpClient,
  url: string,
  calledOff: AbortSignal,
): Promise<ArmAnswer> {
  const signal = AbortSignal.any([calledOff, AbortSignal.timeout(timeoutMs)]);
  const request = createPipelineRequest({
    method: 'GET',
    url,
    headers: createHttpHeaders({ accept: 'application/json' }),
    abortSignal: signal,
    requestOverrides: notAfter(timeoutMs),
  });
  try {
    return readAnswer(await orAborted(pipeline.sendRequest(httpClient, request), signal));
  } catch (cause) {
    calledOff.throwIfAborted();
    throw unanswered(cause, signal.aborted);
  }
}

function unanswered(cause: unknown, isLate: boolean): RetailPricesError {
  if (isLate)
    return new RetailPricesError('RetailPricesTimeout', `${place.name} did not answer in time.`);
  const { code, message } = describeNetworkFailure(cause, place);
  return new RetailPricesError(code, message);
}

function refused(answer: ArmAnswer, now: Date): RetailPricesError {
  const { status } = answer;
  const code = status === 429 ? 'RetailPricesThrottled' : 'RetailPricesRefused';
  const seconds = readRetryAfter(answer.retryAfter, now);
  return new RetailPricesError(code, `${place.name} answered ${status}.`, seconds);
}

function readPage(body: unknown): RetailPage {
  const { Items: rows, NextPageLink: next } = isObject(body) ? body : {};
  if (!Array.isArray(rows))
    throw new RetailPricesError(
      'RetailPricesUnreadable',
      `${place.name} answered with something that is no list of prices.`,
    );
  return { rows, goesOn: typeof next === 'string' && next !== '' };
}
