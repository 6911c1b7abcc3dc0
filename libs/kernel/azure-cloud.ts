/** As the Azure CLI names them (`az cloud list`). */
export const azureCloudNames = ['AzureCloud', 'AzureUSGovernment', 'AzureChinaCloud'] as const;

export type AzureCloudName = (typeof azureCloudNames)[number];

/** One of Microsoft's clouds: each has an ARM and a Microsoft Graph of its own, and Entra ID elsewhere. */
export interface AzureCloud {
  name: string;
  armHost: string;
  graphHost: string;
  /** Where its Retail Prices API is; undefined where none is published. */
  retailPricesHost?: string;
  /** Where Entra ID of this cloud is; the first one unless a setting names another. */
  authorityHosts: readonly [string, ...string[]];
  /** Who issues its tokens, by their version; the tenant's id follows (docs/azure-facts.md#clouds). */
  issuers: { v1: string; v2: string };
}

const clouds: Readonly<Record<AzureCloudName, AzureCloud>> = {
  AzureCloud: {
    name: 'public Azure',
    armHost: 'management.azure.com',
    graphHost: 'graph.microsoft.com',
    retailPricesHost: 'prices.azure.com',
    authorityHosts: [
      'login.microsoftonline.com',
      'login.microsoft.com',
      'login.windows.net',
      'sts.windows.net',
    ],
    issuers: { v1: 'https://sts.windows.net', v2: 'https://login.microsoftonline.com' },
  },
  AzureUSGovernment: {
    name: 'Azure US Government',
    armHost: 'management.usgovcloudapi.net',
    graphHost: 'graph.microsoft.us',
    authorityHosts: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
    issuers: { v1: 'https://sts.windows.net', v2: 'https://login.microsoftonline.us' },
  },
  AzureChinaCloud: {
    name: 'Azure in China',
    armHost: 'management.chinacloudapi.cn',
    graphHost: 'microsoftgraph.chinacloudapi.cn',
    authorityHosts: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
    issuers: {
      v1: 'https://sts.chinacloudapi.cn',
      v2: 'https://login.partner.microsoftonline.cn',
    },
  },
};

export const publicCloud: AzureCloud = clouds.AzureCloud;

export const cloudNamed = (name: AzureCloudName): AzureCloud => clouds[name];

/** The cloud whose ARM has this address. Undefined for anything else: a simulator, Azure Stack, a stand-in. */
export const cloudOfArm = (endpoint: string): AzureCloud | undefined =>
  Object.values(clouds).find(({ armHost }) => armHost === new URL(endpoint).hostname);

/** The cloud whose Entra ID has this address; undefined as above. */
export const cloudOfAuthority = (authority: string): AzureCloud | undefined =>
  Object.values(clouds).find(({ authorityHosts }) =>
    authorityHosts.includes(new URL(authority).hostname),
  );
