import type { PipelineResponse } from '@azure/core-rest-pipeline';

/** What came back, whatever its status. */
export interface ArmAnswer {
  status: number;
  /** The JSON of the body. Undefined where it was empty, or not JSON. */
  body: unknown;
  /** True where there was a body and it was not JSON. */
  garbled: boolean;
  armRequestId?: string;
  retryAfter?: string;
  asyncOperationUrl?: string;
  locationUrl?: string;
}

function parseBody(text: string): { body: unknown; garbled: boolean } {
  try {
    return { body: text.trim() === '' ? undefined : JSON.parse(text), garbled: false };
  } catch {
    return { body: undefined, garbled: true };
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
