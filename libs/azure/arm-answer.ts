import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { parseExactly } from '#libs/kernel';

/** What came back, whatever its status. */
export interface ArmAnswer {
  status: number;
  /** The JSON of the body; its text where it is no JSON, as pages of gateways are not. Undefined where it was empty. */
  body: unknown;
  /** True where there was a body and it was not JSON. */
  garbled: boolean;
  armRequestId?: string;
  retryAfter?: string;
  asyncOperationUrl?: string;
  locationUrl?: string;
}

/**
 * Fields with secrets that ARM should not answer, and might (docs/azure-facts.md#computes): nothing of ours reads them,
 * and what is read may be kept.
 */
const secretFields: ReadonlySet<string> = new Set([
  'adminUserPassword',
  'configurationProtectedSettings',
  'relayConnectionString',
  'serviceBusConnectionString',
]);

/** Numbers keep all their digits: what is read may be sent back. */
function parseBody(text: string): { body: unknown; garbled: boolean } {
  try {
    const body = text.trim() === '' ? undefined : parseExactly(text, secretFields);
    return { body, garbled: false };
  } catch {
    return { body: text, garbled: true };
  }
}

export function readAnswer({ status, headers, bodyAsText }: PipelineResponse): ArmAnswer {
  const armRequestId = headers.get('x-ms-request-id') ?? headers.get('x-ms-correlation-request-id');
  const retryAfter = headers.get('retry-after');
  const asyncOperationUrl = headers.get('azure-asyncoperation');
  const locationUrl = headers.get('location');
  return {
    status,
    ...parseBody(bodyAsText ?? ''),
    ...(armRequestId ? { armRequestId } : {}),
    ...(retryAfter ? { retryAfter } : {}),
    ...(asyncOperationUrl ? { asyncOperationUrl } : {}),
    ...(locationUrl ? { locationUrl } : {}),
  };
}
