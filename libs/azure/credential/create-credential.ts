import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import {
  AzureCliCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import type { AzureCredential } from '#libs/config';
import { cloudOfAuthority } from '#libs/kernel';

/** The engine tries again, and remembers: the library needs to do so but once. */
const retryOptions = { maxRetries: 1, retryDelayInMs: 500 };

/** The one credential that is configured; none is looked for. `httpClient` sends its requests. */
export function createCredential(
  credential: AzureCredential,
  authorityHost: string,
  httpClient: HttpClient,
): TokenCredential {
  // Only Microsoft's own addresses are known to its directory of authorities.
  const disableInstanceDiscovery = cloudOfAuthority(authorityHost) === undefined;
  const options = { authorityHost, httpClient, retryOptions, disableInstanceDiscovery };
  switch (credential.kind) {
    case 'client-secret': {
      const { tenantId, clientId, secret } = credential;
      return new ClientSecretCredential(tenantId, clientId, secret, options);
    }
    case 'client-certificate': {
      const { tenantId, clientId, certificateFile, password, sendsChain } = credential;
      const certificate = {
        certificatePath: certificateFile,
        ...(password !== undefined && { certificatePassword: password }),
      };
      const how = { ...options, sendCertificateChain: sendsChain };
      return new ClientCertificateCredential(tenantId, clientId, certificate, how);
    }
    case 'workload-identity': {
      const { tenantId, clientId, tokenFile } = credential;
      return new WorkloadIdentityCredential({
        ...options,
        tenantId,
        clientId,
        tokenFilePath: tokenFile,
      });
    }
    case 'managed-identity': {
      const { clientId } = credential;
      return new ManagedIdentityCredential({
        httpClient,
        retryOptions,
        ...(clientId && { clientId }),
      });
    }
    case 'azure-cli':
      return new AzureCliCredential({
        ...(credential.tenantId && { tenantId: credential.tenantId }),
      });
  }
}

/** Who that is, for the log. */
export function describeCredential(credential: AzureCredential): string {
  switch (credential.kind) {
    case 'managed-identity':
      return credential.clientId
        ? `the managed identity with the client id ${credential.clientId}`
        : 'the system-assigned managed identity';
    case 'azure-cli':
      return 'whoever is signed in with the Azure CLI';
    case 'client-secret':
      return `${applicationOf(credential)}, by a client secret`;
    case 'client-certificate':
      return `${applicationOf(credential)}, by the certificate ${credential.certificateFile}`;
    case 'workload-identity':
      return `${applicationOf(credential)}, by the federated token ${credential.tokenFile}`;
  }
}

const applicationOf = ({ clientId, tenantId }: { clientId: string; tenantId: string }): string =>
  `the application ${clientId} of tenant ${tenantId}`;
