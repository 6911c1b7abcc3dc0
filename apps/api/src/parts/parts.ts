import type { OpenedAzure, OpenedGraph } from '#libs/azure';
import type { Database } from '#libs/database';
import type { SubmitDeps } from '#libs/operations';
import type { PriceSettings } from '#libs/prices';
import type { Authenticate } from '#libs/tenants';
import type { Changes } from '../subscriptions/follow-changes.js';
import type { StreamLimits } from '../subscriptions/stream-admission.js';
import type { StepDurations } from './step-durations.js';

/** How whoever runs the API has set it up. */
export interface ApiSettings {
  /** Pages of which origins may ask, and the proxies (addresses and networks) whose X-Forwarded-For counts. */
  http: {
    corsOrigins: readonly string[];
    trustedProxies: readonly string[];
    /** What a request reads ends then. */
    deadlineSeconds: number;
  };
  /** So many API keys of one principal may work at a time. */
  mostApiKeys: number;
  /** So many days a new key may work at most; undefined: for ever. */
  longestKeyDays?: number | undefined;
  /** So many values an answer may hold at most; worked out before a document runs. */
  costLimit: number;
  /** The documents of a manifest by their ids, and whether others are told of, or refused; absent where there is none. */
  trustedDocuments?: { mode: 'off' | 'report' | 'enforce'; documents: ReadonlyMap<string, string> };
  /** Whether gateways of federation may ask too: `_service` and `_entities`. */
  isSubgraph: boolean;
  /** Where clients reach the API from elsewhere, e.g. https://armature.example.com. */
  publicUrls: readonly string[];
  /** Whose tokens of Entra ID are taken; absent where none are. */
  entra?: { tenantIds: readonly string[]; authority: string };
  /** How prices are had. */
  prices: PriceSettings;
  /** So many hours an operation waits for those who have to agree to it. */
  approvalHours: number;
  /** How many subscriptions may be open. */
  streamLimits: StreamLimits;
  /** The folder with the built GraphiQL. */
  graphiqlFolder: string;
}
export const SETTINGS = Symbol('SETTINGS');

/** Azure, for live reads with a timeout and a cache of seconds. */
export type Azure = Pick<OpenedAzure, 'arm' | 'problems' | 'stop'>;
export const AZURE = Symbol('AZURE');

/** Microsoft Graph, for names of groups; undefined where it is not to be asked. */
export const GRAPH = Symbol('GRAPH');

/** Answers the actor behind a credential. */
export const AUTHENTICATE = Symbol('AUTHENTICATE');

/** What verbs are given that end in an operation. */
export const SUBMIT_DEPS = Symbol('SUBMIT_DEPS');

/** The rules of the house. */
export const POLICIES = Symbol('POLICIES');

/** What the API is put together from: opened before it starts, and closed by it. */
export interface ApiParts extends ApiSettings {
  database: Database;
  azure: Azure;
  graph?: OpenedGraph | undefined;
  changes: Changes;
  durations: Pick<StepDurations, 'find'>;
  authenticate: Authenticate;
  submit: SubmitDeps;
}
export const API_PARTS = Symbol('API_PARTS');
