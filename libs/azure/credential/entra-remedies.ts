const newSecret =
  'Make a new secret for the application (Entra ID: App registrations, Certificates & secrets), put its value, not its id, into AZURE_CLIENT_SECRET, and restart.';
const certificate =
  'Upload the certificate of AZURE_CLIENT_CERTIFICATE_PATH to the application (Entra ID: App registrations, Certificates & secrets), or put one there that the application knows, valid today, and restart.';
const federation =
  "Compare the application's federated credential (Entra ID: App registrations, Certificates & secrets) with the token in AZURE_FEDERATED_TOKEN_FILE: issuer, subject and audience must be the same, to the letter.";
const tenant =
  'Check AZURE_TENANT_ID (Entra ID: Overview) and that AZURE_AUTHORITY_HOST is of the same cloud, and restart.';
const application =
  'Check AZURE_CLIENT_ID and AZURE_TENANT_ID: the application must be in that tenant (Entra ID: Enterprise applications). Restart after a change.';
const enable =
  'Enable the application for sign-in again (Entra ID: Enterprise applications, Properties); it works within minutes, without a restart.';
const resource =
  'Check that AZURE_CLOUD (or AZURE_ARM_ENDPOINT and AZURE_AUTHORITY_HOST) names the cloud that the tenant is in, and that the tenant has an Azure subscription.';
const conditional =
  'A conditional access policy keeps Armature out. Leave its application out of the policy, or let it come from where Armature runs (Entra ID: Conditional Access, Policies for workload identities).';
const person =
  'Entra ID wants a person here, and Armature comes as an application: use a managed identity, workload identity, secret or certificate; with the Azure CLI run az login again.';
const clock = "Set this machine's clock: it differs from Entra ID's by minutes.";
const wait = 'Wait: Armature tries again by itself.';

/**
 * What to do about a number of Entra ID's (AADSTS), for an application that asks for a token of ARM. From Microsoft's
 * list "Microsoft Entra authentication and authorization error codes" and public issues.
 */
export const entraRemedies: Readonly<Record<string, string>> = {
  7000215: newSecret,
  7000222: `The secret ran out. ${newSecret}`,
  50012: newSecret,
  70002: newSecret,
  7000216:
    'Entra ID got no secret, certificate or token: check AZURE_TOKEN_CREDENTIALS and what belongs to it.',
  7000218:
    'Entra ID got no secret, certificate or token: check AZURE_TOKEN_CREDENTIALS and what belongs to it.',
  700027: certificate,
  7000214: certificate,
  700030: certificate,
  700021:
    'Look at the file in AZURE_FEDERATED_TOKEN_FILE: it must be a token that Kubernetes issued for this application.',
  700023: federation,
  700024: `The token or certificate with which Armature comes is not valid now: see that AZURE_FEDERATED_TOKEN_FILE is renewed. ${clock}`,
  70021: federation,
  700211: federation,
  700212: federation,
  700213: federation,
  700016: application,
  700025:
    'The application is a public client: it takes no secret and no certificate. Register one that is confidential.',
  7000229: `The application has no service principal in the tenant: make one (az ad sp create --id <AZURE_CLIENT_ID>). ${application}`,
  90002: tenant,
  900023: tenant,
  900021: tenant,
  90023: tenant,
  500011: resource,
  500014: enable,
  650052: resource,
  7000112: enable,
  7000113: application,
  700005: application,
  53000: conditional,
  53001: conditional,
  53003: conditional,
  530003: conditional,
  530032: conditional,
  530035: conditional,
  50076: person,
  50079: person,
  50158: person,
  50173: person,
  65001: person,
  700082: person,
  70043: person,
  50013: `Entra ID does not accept the assertion. ${federation}`,
  50027: federation,
  500133: clock,
  500137: clock,
  50194: tenant,
  500207: tenant,
  1002012:
    'This is an error of Armature: the scope that it asks for is not one. Report it with AZURE_ARM_ENDPOINT.',
  90033: wait,
  90055: wait,
  50196: wait,
  90006: wait,
  90013: wait,
};

export const unknownNumberRemedy = (number: string): string =>
  `Look the number up at https://login.microsoftonline.com/error?code=${number}, and check AZURE_TENANT_ID, AZURE_CLIENT_ID and the credential.`;
