import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
} from '@azure/core-rest-pipeline';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AzureCredential } from '#libs/config';
import { createCredential } from './create-credential.js';

const tenantId = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const clientId = '9f1c0000-0000-4000-8000-00000000a9b1';
const scope = 'https://management.azure.com/.default';
const authorityHost = 'https://login.microsoftonline.com';
const folder = mkdtempSync(join(tmpdir(), 'armature-credential-'));

/** An Entra ID that gives a token to whoever asks, and remembers what was sent to its token endpoint. */
function entraId() {
  const forms: URLSearchParams[] = [];
  const httpClient: HttpClient = {
    sendRequest: (request: PipelineRequest) => {
      const { pathname } = new URL(request.url);
      if (pathname.endsWith('/token')) forms.push(new URLSearchParams(request.body as string));
      const base = `${authorityHost}/${tenantId}`;
      const body = pathname.endsWith('/token')
        ? { token_type: 'Bearer', expires_in: 3_600, access_token: 'a.token.of-entra' }
        : {
            issuer: `${base}/v2.0`,
            token_endpoint: `${base}/oauth2/v2.0/token`,
            authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
            end_session_endpoint: `${base}/oauth2/v2.0/logout`,
            jwks_uri: `${base}/discovery/v2.0/keys`,
            tenant_discovery_endpoint: `${base}/v2.0/.well-known/openid-configuration`,
            metadata: [],
          };
      const headers = createHttpHeaders({ 'content-type': 'application/json' });
      return Promise.resolve({ request, headers, status: 200, bodyAsText: JSON.stringify(body) });
    },
  };
  return { forms, httpClient };
}

async function askedWith(credential: AzureCredential): Promise<Record<string, string>> {
  const { forms, httpClient } = entraId();
  const token = await createCredential(credential, authorityHost, httpClient).getToken(scope);
  expect(token?.token).toBe('a.token.of-entra');
  expect(forms).toHaveLength(1);
  return Object.fromEntries(forms[0]!);
}

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

describe('a workload identity', () => {
  it('shows Entra ID the token of its file, and the newest one when that was renewed', async () => {
    const tokenFile = join(folder, 'token');
    for (const assertion of ['token.of.kubernetes', 'token.renewed.since']) {
      writeFileSync(tokenFile, assertion);
      expect(
        await askedWith({ kind: 'workload-identity', tenantId, clientId, tokenFile }),
      ).toMatchObject({
        grant_type: 'client_credentials',
        client_id: clientId,
        scope,
        client_assertion: assertion,
        client_assertion_type: jwtBearer,
      });
    }
  });
});

describe('a certificate', () => {
  const certificateFile = join(folder, 'certificate.pem');
  beforeAll(async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'armature' }]);
    writeFileSync(certificateFile, `${key}\n${cert}`);
  });

  it.each([false, true])(
    'signs what Entra ID is asked with; its chain goes along: %s',
    async (sendsChain) => {
      const password = undefined;
      const form = await askedWith({
        kind: 'client-certificate',
        tenantId,
        clientId,
        certificateFile,
        password,
        sendsChain,
      });
      expect(form).toMatchObject({ client_id: clientId, client_assertion_type: jwtBearer });
      const assertion = form['client_assertion'] ?? '';
      expect(decodeJwt(assertion)).toMatchObject({ iss: clientId, sub: clientId });
      const header = decodeProtectedHeader(assertion);
      expect(header['x5t#S256'] ?? header.x5t).toBeDefined();
      expect(header.x5c !== undefined).toBe(sendsChain);
      expect(JSON.stringify(form)).not.toContain('PRIVATE KEY');
    },
  );
});

describe('a client secret', () => {
  it('is sent to the token endpoint of its tenant, and nothing else is', async () => {
    const form = await askedWith({ kind: 'client-secret', tenantId, clientId, secret: 'hunter2' });
    expect(form).toMatchObject({ client_secret: 'hunter2', client_id: clientId });
    expect(form).not.toHaveProperty('client_assertion');
  });
});
