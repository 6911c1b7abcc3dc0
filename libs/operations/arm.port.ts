import type { ArmId, ProvisioningError } from '#libs/kernel';

/** A resource as ARM wrote it. Kinds parse what they need from it with zod; unknown fields and enum words survive. */
export type ArmBody = Record<string, unknown>;

/** Where a long-running operation can be asked after. Kept in Postgres between looks. */
export interface LroHandle {
  style: 'azure-async-operation' | 'location' | 'resource';
  /** Verbatim, signed query and foreign api-version included; never logged. For `resource`: the ARM id. */
  url: string;
  /**
   * The resource it works on: the fallback where the poll URL is gone (docs/azure-facts.md#long-running-operations).
   */
  armId: ArmId;
  verb: 'PUT' | 'PATCH' | 'DELETE' | 'POST';
}

/** What ARM told us. Delays are seconds, from Retry-After; absent where ARM named none. */
export type LroObservation =
  | {
      state: 'InProgress';
      handle: LroHandle;
      rawState: string;
      retryAfterSeconds?: number;
      percentComplete?: number;
      armRequestId?: string;
    }
  /**
   * `body`: the resource where the answer held it; read it again with `get` otherwise. `existed`: whether a PUT found
   * something there already; absent where the answer does not tell.
   */
  | {
      state: 'Succeeded';
      rawState: string;
      body?: ArmBody;
      existed?: boolean;
      armRequestId?: string;
    }
  | { state: 'Failed' | 'Canceled'; rawState: string; error: ProvisioningError }
  /** The status could not be read: says nothing about the operation, and `error` why. GET the resource. */
  | { state: 'Unreadable'; rawState: string; error: ArmError; retryAfterSeconds?: number };

export type ArmErrorKind =
  | 'throttled' // 429: wait, not an attempt
  | 'transient' // 5xx, reset, time-out: wait, not an attempt before acceptance
  | 'conflict' // 409 that passes by itself (AnotherOperationInProgress, …), or may: nobody knows it
  | 'notFound'
  | 'refused' // everything else ARM will refuse again
  | 'aborted'; // our own signal

/** A call that ARM did not accept. Holds no token, no signed URL, no request body. */
export class ArmError extends Error {
  override readonly name = 'ArmError';
  constructor(
    readonly kind: ArmErrorKind,
    /** With code, remedy and retry advice already ours. */
    readonly error: ProvisioningError,
    readonly httpStatus: number | undefined,
    readonly retryAfterSeconds: number | undefined,
    /** True where the request may have reached ARM although no answer came back: look before sending again. */
    readonly maybeAccepted: boolean,
  ) {
    super(`${error.code}: ${error.message}`);
  }
}

export interface ArmCall {
  /** Sent as x-ms-client-request-id. */
  clientRequestId?: string;
  /** The team that it is for: budgets are shared fairly between teams. Absent: for all alike, as what the sweeps ask. */
  teamId?: string;
  signal?: AbortSignal;
  /** The whole call, body included. Default 10,000. */
  timeoutMs?: number;
}

export interface ArmPage {
  value: ArmBody[];
  /** An absolute URL, used as is. */
  nextLink?: string;
}

/**
 * Azure Resource Manager. Every method is one HTTP call (retries belong to the engine, which remembers), takes one
 * token of the subscription's read, write or delete budget first, and rejects with ArmError.
 * The api-version follows from the resource type in the id.
 */
export interface ArmPort {
  /** The resource, or undefined where ARM answers 404. */
  get(id: ArmId, call?: ArmCall): Promise<ArmBody | undefined>;
  /** PUT the desired state; replaces silently what stands (docs/azure-facts.md#computes). */
  put(id: ArmId, body: ArmBody, call?: ArmCall): Promise<LroObservation>;
  /** Succeeded at once where there was nothing (204 or 404). `query` e.g. { underlyingResourceAction: 'Delete' }. */
  delete(id: ArmId, query: Record<string, string>, call?: ArmCall): Promise<LroObservation>;
  /** POST an action, e.g. `listNodes`, `start`. The synchronous answer is `body` of Succeeded. */
  post(
    id: ArmId,
    action: string,
    body: ArmBody | undefined,
    call?: ArmCall,
  ): Promise<LroObservation>;
  /** Ask once how a long-running operation stands; never waits. Rejects only with kind `aborted`. */
  poll(handle: LroHandle, call?: ArmCall): Promise<LroObservation>;
  /** One page of a collection: `collection` is an ARM path such as `{workspaceId}/computes`, or a nextLink. */
  list(collection: string, call?: ArmCall): Promise<ArmPage>;
}
