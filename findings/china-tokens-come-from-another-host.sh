#!/usr/bin/env bash
# @azure/identity 4.14.1 with @azure/msal-node 7.2.1 (Node 20 and 24): a ClientSecretCredential whose authorityHost is
# https://login.chinacloudapi.cn, the constant AzureAuthorityHosts.AzureChina, sends its secret to
# login.partner.microsoftonline.cn: both for the metadata of the tenant and for the token. With public Azure and the US government all
# requests go to the host that was named. A firewall that lets through the host of the constant alone keeps every token of China out.
# Seen: china: login.chinacloudapi.cn -> ["login.partner.microsoftonline.cn"]
#       public: login.microsoftonline.com -> ["login.microsoftonline.com"]
#       government: login.microsoftonline.us -> ["login.microsoftonline.us"]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund @azure/identity@4.14.1 @azure/msal-node@7.2.1 @azure/core-rest-pipeline@1.25.0

cat > ask.js <<'JS'
import { AzureAuthorityHosts, ClientSecretCredential } from '@azure/identity';
import { createHttpHeaders } from '@azure/core-rest-pipeline';

const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const clouds = {
  china: AzureAuthorityHosts.AzureChina,
  public: AzureAuthorityHosts.AzurePublicCloud,
  government: AzureAuthorityHosts.AzureGovernment,
};
for (const [cloud, authorityHost] of Object.entries(clouds)) {
  const hosts = new Set();
  /** Answers as Entra ID does, and sends nothing anywhere. */
  const httpClient = {
    sendRequest: async (request) => {
      const { host, origin } = new URL(request.url);
      hosts.add(host);
      const body = request.url.includes('/token')
        ? { access_token: 'x', expires_in: 3600, token_type: 'Bearer' }
        : {
            token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
            authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
            issuer: `${origin}/${tenant}/v2.0`,
            jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
          };
      return { request, status: 200, headers: createHttpHeaders(), bodyAsText: JSON.stringify(body) };
    },
  };
  const credential = new ClientSecretCredential(tenant, '00000000-0000-4000-8000-000000000001', 's', {
    authorityHost,
    httpClient,
  });
  await credential.getToken('https://management.example/.default');
  console.log(`${cloud}: ${new URL(authorityHost).host} -> ${JSON.stringify([...hosts])}`);
}
JS

said=$(node ask.js)
echo "$said"
[ "$said" = 'china: login.chinacloudapi.cn -> ["login.partner.microsoftonline.cn"]
public: login.microsoftonline.com -> ["login.microsoftonline.com"]
government: login.microsoftonline.us -> ["login.microsoftonline.us"]' ]
