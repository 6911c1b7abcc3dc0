import { isRestError } from '@azure/core-rest-pipeline';
import { redact } from '#libs/arm-errors';
import { isObject } from '#libs/kernel';
import { ArmError } from '#libs/operations';
import type { ArmAnswer } from '../arm-answer.js';
import { ProxyFailure } from '../connections/proxy-aware-client.js';
import { CredentialError } from '../credential/credential-error.js';
import { describeNetworkFailure } from '../map-network-error.js';
import { readRetryAfter } from '../read-retry-after.js';
import type { AzureProblem, GraphQuestion } from '../standing/azure-standing.js';
import { GraphFailure } from './graph-failure.js';

/** The least of the application permissions that each question takes (docs/azure-facts.md#entra-id-and-microsoft-graph). */
export const permissionFor: Record<GraphQuestion, string> = {
  'groups of persons': 'GroupMember.Read.All',
  'groups of applications': 'Application.Read.All',
  'names of groups': 'GroupMember.Read.All',
};

/** Without a `Retry-After` it is left alone for so long. */
const usualPauseSeconds = 5;

const problem = (code: string, message: string, remedy: string): AzureProblem => ({
  code,
  message,
  remedy,
});

/** Why Graph did not answer, in words for an operator. */
export function explainAnswer(
  { status, body, retryAfter }: ArmAnswer,
  question: GraphQuestion,
  now: Date,
): GraphFailure {
  if (status === 429 || status === 503 || status === 504)
    return paused(status, readRetryAfter(retryAfter, now) ?? usualPauseSeconds);
  const said = `HTTP ${status}${codeIn(body)}`;
  if (status >= 500) return new GraphFailure('away', unavailable(said));
  if (status === 404)
    return new GraphFailure(
      'missing',
      problem('GraphKnowsNobody', `Microsoft Graph knows nobody of this id (${said}).`, ''),
    );
  return new GraphFailure('refused', refusal(status, said, question));
}

function refusal(status: number, said: string, question: GraphQuestion): AzureProblem {
  if (status === 403)
    return problem(
      'GraphPermissionMissing',
      `Microsoft Graph does not tell the ${question} (${said}).`,
      `Give Armature's identity the application permission ${permissionFor[question]} of Microsoft Graph, with the consent of an administrator, and restart; where it is a managed identity, Azure may keep its old token for a day.`,
    );
  if (status === 401)
    return problem(
      'GraphTokenRefused',
      `Microsoft Graph does not take the token of Armature's identity (${said}).`,
      'See that AZURE_AUTHORITY_HOST, ENTRA_AUTHORITY and ENTRA_GRAPH_ENDPOINT are of one cloud.',
    );
  return problem(
    'GraphRefused',
    `Microsoft Graph refuses what it is asked for the ${question} (${said}).`,
    'See that ENTRA_GRAPH_ENDPOINT is Microsoft Graph.',
  );
}

/** It wants to be left alone for so long. */
export const paused = (status: number, seconds: number): GraphFailure =>
  new GraphFailure(
    'away',
    problem(
      status === 429 ? 'GraphThrottled' : 'GraphUnavailable',
      `Microsoft Graph takes no requests for ${seconds} seconds (HTTP ${status}).`,
      'It is asked again by itself.',
    ),
    seconds,
  );

const unavailable = (said: string): AzureProblem =>
  problem(
    'GraphUnavailable',
    `Microsoft Graph does not answer (${said}).`,
    'It is asked again by itself.',
  );

/** Its code alone: what else it says may name persons. */
function codeIn(body: unknown): string {
  const error = isObject(body) ? body['error'] : undefined;
  const code = isObject(error) ? error['code'] : undefined;
  return typeof code === 'string' && /^[\w.]{1,80}$/.test(code) ? `, ${redact(code)}` : '';
}

const place = {
  name: 'Microsoft Graph',
  setting: 'ENTRA_GRAPH_ENDPOINT',
  unreachable: 'GraphUnreachable',
};

/** Why a request had no answer; undefined where it was not for want of one. */
export function explainSilence(cause: unknown, isLate: boolean): GraphFailure | undefined {
  if (cause instanceof GraphFailure) return cause;
  if (cause instanceof CredentialError) return new GraphFailure('away', cause.error);
  // Its time was over before it was sent.
  if (isLate || cause instanceof ArmError)
    return new GraphFailure('away', unavailable('not in time'));
  if (!isRestError(cause) && !(cause instanceof ProxyFailure)) return undefined;
  return new GraphFailure('away', describeNetworkFailure(cause, place));
}

/** It named what cannot be followed, or never came to an end. */
export const notAsGraph = (what: string): GraphFailure =>
  new GraphFailure(
    'refused',
    problem(
      'GraphRefused',
      `Microsoft Graph answered ${what}.`,
      'See that ENTRA_GRAPH_ENDPOINT is Microsoft Graph.',
    ),
  );
