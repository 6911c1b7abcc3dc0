import type { AzureProblem } from '#libs/azure';
import type { ArmPort, FindDuration, SubmitDeps } from '#libs/operations';
import type { Database } from '#libs/database';
import type { Authenticate } from '#libs/tenants';
import type { Changes } from './subscriptions/follow-changes.js';
import type { StreamLimits } from './subscriptions/stream-admission.js';

/** Everything that resolvers are given; made once, when the API starts. */
export interface ApiDependencies {
  database: Database;
  submit: SubmitDeps;
  /** Live reads of Azure, with a timeout and a cache of seconds. */
  arm: ArmPort;
  /** Why Azure cannot be used now. Absent: nobody knows of any. */
  azureProblems?: () => AzureProblem[];
  authenticate: Authenticate;
  /** Pages of which origins may ask, and the proxies (addresses and networks) whose X-Forwarded-For counts. */
  http: {
    corsOrigins: readonly string[];
    trustedProxies: readonly string[];
    /** What a request reads ends then. */
    deadlineSeconds: number;
  };
  /** So many API keys of one principal may work at a time. */
  mostApiKeys: number;
  /** So many values an answer may hold at most; worked out before a document runs. */
  costLimit: number;
  changes: Changes;
  /** How many subscriptions may be open. */
  streamLimits: StreamLimits;
  /** The folder with the built GraphiQL. */
  graphiqlFolder: string;
  /** How long steps took before, read again every few seconds. */
  findDuration: () => FindDuration;
}

/** The injection token of ApiDependencies. */
export const apiDependencies = Symbol('ApiDependencies');
