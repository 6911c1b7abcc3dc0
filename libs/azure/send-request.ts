import { randomUUID } from 'node:crypto';
import type { HttpMethods, PipelineRequest } from '@azure/core-rest-pipeline';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { Clock } from '#libs/kernel';
import { type ArmBody, type ArmCall, ArmError } from '#libs/operations';
import { type ArmAnswer, readAnswer } from './arm-answer.js';
import type { ArmBudget, BudgetOperation } from './budget/arm-budget.js';
import type { Sender } from './arm-pipeline.js';
import { heedRemaining } from './budget/heed-remaining.js';
import { mapArmError } from './map-arm-error.js';
import { mapInterruption, mapNetworkError, ownArmError } from './map-network-error.js';
import { orAborted } from './connections/or-aborted.js';
import { notAfter } from './connections/punctual.js';
import type { ServedVersions } from './versions/served-versions.js';
import { takeBudget } from './budget/take-budget.js';

/**
 * After this long without an answer the connection is given up. Whether the request arrived is looked up
 * before it is sent again.
 */
export const defaultTimeoutMs = 10_000;

export interface Connection {
  endpoint: string;
  sender: Sender;
  budget: ArmBudget;
  clock: Clock;
  versions: ServedVersions;
  /** Told of each call that got no answer. */
  onUnanswered?: (() => void) | undefined;
}

export interface ArmRequest {
  method: HttpMethods;
  url: string;
  body?: ArmBody | undefined;
  call?: ArmCall | undefined;
}

const operations: Partial<Record<HttpMethods, BudgetOperation>> = {
  GET: 'read',
  HEAD: 'read',
  DELETE: 'delete',
};

const operationOf = (method: HttpMethods): BudgetOperation => operations[method] ?? 'write';

/** Calls outside a subscription share a budget of their own. */
const subscriptionIn = (url: string): string =>
  /^\/subscriptions\/([^/]+)/i.exec(new URL(url).pathname)?.[1] ?? 'tenant';

function buildRequest(
  { method, url, body, call }: ArmRequest,
  signal: AbortSignal,
  timeoutMs: number,
) {
  const headers = createHttpHeaders({ accept: 'application/json' });
  if (body) headers.set('content-type', 'application/json');
  return createPipelineRequest({
    method,
    url,
    headers,
    requestId: call?.clientRequestId ?? randomUUID(),
    abortSignal: signal,
    requestOverrides: notAfter(timeoutMs),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** One attempt at most, and only after a token of the budget was had. */
async function attempt(
  { sender, budget }: Connection,
  request: PipelineRequest,
  signal: AbortSignal,
  teamId: string | undefined,
): Promise<ArmAnswer> {
  const operation = operationOf(request.method);
  const subscriptionId = subscriptionIn(request.url);
  const left = await takeBudget(budget, subscriptionId, operation, signal, teamId);
  signal.throwIfAborted();
  const response = await sender.send(request);
  await heedRemaining(budget, { subscriptionId, operation, left }, response.headers);
  return readAnswer(response);
}

/**
 * One HTTP call: the answer, whatever its status. Rejects with ArmError where none came, in time. A 429 that names a
 * time quiets the subscription for all processes before this returns.
 */
export async function sendRequest(
  connection: Connection,
  armRequest: ArmRequest,
): Promise<ArmAnswer> {
  const { signal: calledOff, timeoutMs = defaultTimeoutMs, teamId } = armRequest.call ?? {};
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = calledOff ? AbortSignal.any([calledOff, timeout]) : timeout;
  const request = buildRequest(armRequest, signal, timeoutMs);
  try {
    const answer = await orAborted(attempt(connection, request, signal, teamId), signal);
    if (answer.garbled && answer.status < 300) throw garbled(armRequest);
    await quietAfter(connection, request, answer);
    return answer;
  } catch (cause) {
    const sent = connection.sender.wasSent(request);
    if (calledOff?.aborted) throw mapInterruption(true, sent);
    if (cause instanceof ArmError && !signal.aborted) throw cause;
    connection.onUnanswered?.();
    throw signal.aborted ? mapInterruption(false, sent) : mapNetworkError(cause);
  }
}

const garbled = ({ method }: ArmRequest) =>
  ownArmError({
    kind: 'transient',
    code: 'AzureAnswerUnreadable',
    message: 'Azure answered with something that is not JSON.',
    maybeAccepted: operationOf(method) !== 'read',
  });

async function quietAfter(
  { budget, clock }: Connection,
  { url, method }: PipelineRequest,
  answer: ArmAnswer,
): Promise<void> {
  if (answer.status !== 429) return;
  const { kind, retryAfterSeconds } = mapArmError(
    answer,
    operationOf(method) !== 'read',
    clock.now(),
  );
  if (kind !== 'throttled' || !retryAfterSeconds) return;
  // The 429 itself is what the caller must hear of; a database that is away will be noticed by the next call.
  await budget.quiet(subscriptionIn(url), retryAfterSeconds).catch(() => undefined);
}
