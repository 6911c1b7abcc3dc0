/** What Entra ID says behind the number, as public reports have it; ids are the simulator's. */
const descriptions: Readonly<Record<number, { error: string; text: string }>> = {
  7000215: {
    error: 'invalid_client',
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{client}'.",
  },
  7000222: {
    error: 'invalid_client',
    text: "The provided client secret keys for app '{client}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
  },
  700016: {
    error: 'unauthorized_client',
    text: "Application with identifier '{client}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  },
  700024: {
    error: 'invalid_client',
    text: 'Client assertion is not within its valid time range. Current time: 2026-11-28T10:00:00.0000000Z, expiry time of assertion 2026-11-28T09:00:00.0000000Z. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
  },
  70021: {
    error: 'invalid_client',
    text: "No matching federated identity record found for presented assertion. Assertion Issuer: 'https://oidc.example/'. Assertion Subject: 'system:serviceaccount:armature:worker'. Assertion Audience: 'api://AzureADTokenExchange'.",
  },
  700027: {
    error: 'invalid_client',
    text: "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '00'].",
  },
  90014: {
    error: 'invalid_request',
    text: 'The required field is missing.',
  },
  50034: {
    error: 'invalid_grant',
    text: "The user account does not exist in the '{tenant}' directory. To sign into this application, the account must be added to the directory.",
  },
  90002: {
    error: 'invalid_request',
    text: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  },
  500011: {
    error: 'invalid_resource',
    text: "The resource principal named https://management.azure.com was not found in the tenant named '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant.",
  },
  53003: {
    error: 'invalid_grant',
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  7000112: {
    error: 'unauthorized_client',
    text: "Application '{client}'(armature) is disabled.",
  },
  50076: {
    error: 'interaction_required',
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '797f4846-ba00-4fd7-ba43-dac1f8f63013'.",
  },
};

export interface Refused {
  error: string;
  text: string;
}

/** Error and description of a number; one that is not known here has a sentence of its own. */
export function entraRefusal(number: number, tenant: string, client: string): Refused {
  const { error, text } = descriptions[number] ?? {
    error: 'invalid_request',
    text: 'The request cannot be processed. Contact the owner of the application.',
  };
  return { error, text: text.replaceAll('{tenant}', tenant).replaceAll('{client}', client) };
}
