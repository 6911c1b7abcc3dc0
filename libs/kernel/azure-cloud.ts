/** One of Microsoft's clouds: each has an ARM and a Microsoft Graph of its own, and Entra ID elsewhere. */
export interface AzureCloud {
  name: string;
  armHost: string;
  graphHost: string;
  /** Where Entra ID of this cloud is; the first one unless a setting names another. */
  authorityHosts: readonly [string, ...string[]];
}

export const publicCloud: AzureCloud = {
  name: 'public Azure',
  armHost: 'management.azure.com',
  graphHost: 'graph.microsoft.com',
  authorityHosts: [
    'login.microsoftonline.com',
    'login.microsoft.com',
    'login.windows.net',
    'sts.windows.net',
  ],
};

const clouds: readonly AzureCloud[] = [
  publicCloud,
  {
    name: 'Azure US Government',
    armHost: 'management.usgovcloudapi.net',
    graphHost: 'graph.microsoft.us',
    authorityHosts: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
  },
  {
    name: 'Azure in China',
    armHost: 'management.chinacloudapi.cn',
    graphHost: 'microsoftgraph.chinacloudapi.cn',
    authorityHosts: ['login.chinacloudapi.cn', 'login.partner.microsoftonline.cn'],
  },
];

/** The cloud whose ARM has this address. Undefined for anything else: a simulator, Azure Stack, a stand-in. */
export const cloudOfArm = (endpoint: string): AzureCloud | undefined =>
  clouds.find(({ armHost }) => armHost === new URL(endpoint).hostname);

/** The cloud whose Entra ID has this address; undefined as above. */
export const cloudOfAuthority = (authority: string): AzureCloud | undefined =>
  clouds.find(({ authorityHosts }) => authorityHosts.includes(new URL(authority).hostname));
