import type { HttpMethods } from '@azure/core-rest-pipeline';
import { operationOf, placeOf } from '#libs/arm-versions';
import type { ArmBody, ArmCall } from '#libs/operations';
import type { ArmAnswer } from '../arm-answer.js';
import { armUrl } from '../arm-url.js';
import { fitBody } from './fit-body.js';
import { mapArmError } from '../map-arm-error.js';
import { readVersionRefusal } from './read-version-refusal.js';
import { type Connection, defaultTimeoutMs, sendRequest } from '../send-request.js';

/** A request to a path of ARM's, whose api-version is chosen here. */
export interface VersionedRequest {
  method: HttpMethods;
  /** Of a resource or of a collection. */
  path: string;
  /** As in the table of operations: `get`, `list`, `put`, `delete`, or the action of a POST. */
  verb: string;
  query?: Record<string, string>;
  body?: ArmBody | undefined;
  call?: ArmCall | undefined;
}

export interface VersionedAnswer {
  answer: ArmAnswer;
  version: string;
}

/**
 * Sends it with the first of its operation's versions that is served there. A version that ARM refuses was not looked
 * at: the next one is tried, in the time that the call has left. Rejects with ArmError where none is served, at once
 * where that is known already.
 */
export async function sendVersioned(
  connection: Connection,
  request: VersionedRequest,
): Promise<VersionedAnswer> {
  const { method, path, verb, query, body, call } = request;
  const operation = operationOf(verb, path);
  const versions = connection.versions.begin(operation, placeOf(path));
  const action = method === 'POST' ? verb : undefined;
  const endMs = performance.now() + (call?.timeoutMs ?? defaultTimeoutMs);
  for (;;) {
    const version = versions.choose();
    const answer = await sendRequest(connection, {
      method,
      url: armUrl(connection.endpoint, path, { version, query, action }),
      body: fitBody(operation, version, body),
      call: { ...call, timeoutMs: Math.max(1, Math.ceil(endMs - performance.now())) },
    });
    const refusal = readVersionRefusal(answer, version, action !== undefined);
    if (!refusal) return { answer, version };
    const { error } = mapArmError(answer, false, connection.clock.now());
    versions.refuse(version, refusal, error);
  }
}
