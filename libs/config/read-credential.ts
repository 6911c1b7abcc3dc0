import { accessSync, constants } from 'node:fs';
import type { AzureCredential } from './azure-access.js';
import type { AzureEnvironment } from './azure-environment.schema.js';

/** A setting that is there and says which credential is meant. */
const tellTale = {
  'client-secret': 'AZURE_CLIENT_SECRET',
  'client-certificate': 'AZURE_CLIENT_CERTIFICATE_PATH',
  'workload-identity': 'AZURE_FEDERATED_TOKEN_FILE',
} as const;

type Told = keyof typeof tellTale;
type Kind = AzureCredential['kind'];

const kinds = Object.keys(tellTale) as Told[];

/** What AZURE_TOKEN_CREDENTIALS may say, in the words of `@azure/identity`, any case. Its chains name no credential. */
const named: Readonly<Record<string, readonly Kind[]>> = {
  environmentcredential: ['client-secret', 'client-certificate'],
  workloadidentitycredential: ['workload-identity'],
  managedidentitycredential: ['managed-identity'],
  azureclicredential: ['azure-cli'],
};

const wordings =
  'EnvironmentCredential (AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH), WorkloadIdentityCredential, ManagedIdentityCredential or AzureCliCredential';

/**
 * The one credential that the settings name: by AZURE_TOKEN_CREDENTIALS, else by the secret, certificate or token file
 * that is there, else the managed identity. Adds to `problems` what is missing, contradictory or unreadable, and is
 * undefined then.
 */
export function readCredential(
  settings: AzureEnvironment,
  problems: string[],
): AzureCredential | undefined {
  const before = problems.length;
  const kind = chooseKind(settings, problems);
  const credential = kind && credentialOf(kind, settings, problems);
  return problems.length === before ? credential : undefined;
}

function chooseKind(settings: AzureEnvironment, problems: string[]): Kind | undefined {
  const choice = settings.AZURE_TOKEN_CREDENTIALS;
  const allowed = choice === undefined ? undefined : named[choice.toLowerCase()];
  if (choice !== undefined && !allowed) {
    problems.push(`AZURE_TOKEN_CREDENTIALS: must be ${wordings}`);
    return undefined;
  }
  const told = kinds.filter(
    (kind) => settings[tellTale[kind]] !== undefined && (allowed?.includes(kind) ?? true),
  );
  if (told.length > 1) {
    const names = told.map((kind) => tellTale[kind]).join(' and ');
    const more = allowed
      ? 'leave one out'
      : `leave all but one out, or choose by AZURE_TOKEN_CREDENTIALS: ${wordings}`;
    problems.push(`${names}: name two credentials; ${more}`);
    return undefined;
  }
  return told[0] ?? allowed?.[0] ?? 'managed-identity';
}

function credentialOf(kind: Kind, settings: AzureEnvironment, problems: string[]): AzureCredential {
  const demand = (name: keyof AzureEnvironment, value: string | undefined): string => {
    if (value === undefined) problems.push(`${name}: is required for the credential ${kind}`);
    return value ?? '';
  };
  const { AZURE_CLIENT_ID, AZURE_TENANT_ID } = settings;
  if (kind === 'managed-identity') return { kind, clientId: AZURE_CLIENT_ID };
  if (kind === 'azure-cli') return { kind, tenantId: AZURE_TENANT_ID };
  const tenantId = demand('AZURE_TENANT_ID', AZURE_TENANT_ID);
  const clientId = demand('AZURE_CLIENT_ID', AZURE_CLIENT_ID);
  const own = demand(tellTale[kind], settings[tellTale[kind]]);
  const application = { tenantId, clientId };
  if (kind === 'client-secret') return { kind, ...application, secret: own };
  if (kind === 'workload-identity') return { kind, ...application, tokenFile: own };
  if (own) problems.push(...problemOfFile('AZURE_CLIENT_CERTIFICATE_PATH', own));
  return {
    kind,
    ...application,
    certificateFile: own,
    password: settings.AZURE_CLIENT_CERTIFICATE_PASSWORD,
    sendsChain: settings.AZURE_CLIENT_SEND_CERTIFICATE_CHAIN,
  };
}

/** A problem where there is no file that this process may read. */
export function problemOfFile(name: string, file: string): string[] {
  try {
    accessSync(file, constants.R_OK);
    return [];
  } catch {
    return [`${name}: names no file that can be read`];
  }
}
