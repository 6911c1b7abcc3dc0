import type { Principal } from '../identity/tokens.js';

export type ArmMethod = 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';

/** The segments that a route's pattern names, as the caller wrote them. */
export interface PathParameters {
  subscriptionId: string;
  resourceGroupName: string;
  workspaceName: string;
  computeName: string;
  location: string;
  lockName: string;
  operationId: string;
  clusterName: string;
  extensionName: string;
  namespaceName: string;
  /** The name of what a workspace leans on. */
  dependencyName: string;
  providerNamespace: string;
  /** Everything before /providers/ of a route for any scope. */
  scope: string;
}

/** A request that was let in: routed, authenticated, and not throttled. */
export interface ArmRequest {
  method: ArmMethod;
  /** As the caller wrote it, without the query. */
  path: string;
  parameters: PathParameters;
  query: URLSearchParams;
  apiVersion: string;
  /** Parsed JSON; undefined where there was none. */
  body: unknown;
  /** Scheme and host the caller used: poll URLs and nextLinks lead there. */
  origin: string;
  principal: Principal;
  requestId: string;
  /** Simulated time. */
  nowMs: number;
}

export interface ArmAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** The body's JSON where it is known already. */
  json?: string;
}

/** What throttling, locks and the ledger make of a request. */
export type RequestKind = 'read' | 'write' | 'delete';

export interface ArmRoute {
  method: ArmMethod;
  /** Segments in braces are parameters; `{scope}` at the start stands for any number of segments. Case does not matter. */
  path: string;
  handle(request: ArmRequest): ArmAnswer;
  /** A POST that changes nothing (listNodes): no ledger entry. */
  changesNothing?: boolean;
  /** Locks do not apply: the locks themselves, and polls. */
  ignoresLocks?: boolean;
  /** Those of its type's that have it; all of them where absent. */
  apiVersions?: readonly string[];
  /** A poll URL carries a version of its own. */
  anyApiVersion?: boolean;
}

/** One resource type of ARM: a row of the registry. */
export interface ArmResourceType {
  /** As ARM writes it in errors. */
  type: string;
  apiVersions: readonly string[];
  routes: readonly ArmRoute[];
}
