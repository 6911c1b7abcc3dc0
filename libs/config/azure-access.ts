import type { AzureCloud } from '#libs/kernel';
import type { ProxyInUse } from './read-proxy.js';

/** The one way to a token that is configured. Secrets are in `secret` and `password` alone. */
export type AzureCredential =
  | { kind: 'managed-identity'; clientId?: string | undefined }
  | { kind: 'workload-identity'; tenantId: string; clientId: string; tokenFile: string }
  | { kind: 'client-secret'; tenantId: string; clientId: string; secret: string }
  | {
      kind: 'client-certificate';
      tenantId: string;
      clientId: string;
      certificateFile: string;
      password?: string | undefined;
      sendsChain: boolean;
    }
  | { kind: 'azure-cli'; tenantId?: string | undefined };

/** How Azure is reached, and as whom. */
export interface AzureAccess {
  armEndpoint: string;
  subscriptionId: string | undefined;
  authorityHost: string;
  /** The cloud that is named, else that of both; undefined where neither is Microsoft's own address. */
  cloud: AzureCloud | undefined;
  credential: AzureCredential;
  proxy: ProxyInUse | undefined;
  /** Where Microsoft Graph is asked, without a path; undefined: it is not. */
  graphEndpoint: string | undefined;
  /** What tokens for ARM are for, where that follows from no cloud. */
  tokenAudience: string | undefined;
  /** What ARM allows a subscription, where that follows from no cloud. */
  readsPerSecond: number | undefined;
}
