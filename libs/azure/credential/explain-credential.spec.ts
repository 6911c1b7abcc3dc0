import { describe, expect, it } from 'vitest';
import { explainCredential } from './explain-credential.js';
import { entraRemedies } from './entra-remedies.js';
import type { FailedExchange } from './token-exchange.js';

const authority = 'https://login.microsoftonline.com';
const application = { tenantId: 't', clientId: 'c' };
const secret = { kind: 'client-secret', ...application, secret: 'hunter2' } as const;
const identity = { kind: 'managed-identity' } as const;

const answered = (body: object | string, status = 401): FailedExchange => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const trace = '\r\nTrace ID: 0a\r\nCorrelation ID: 0b\r\nTimestamp: 2026-11-28 10:00:00Z';
const explainEntra = (description: string) =>
  explainCredential(
    secret,
    authority,
    new Error('x'),
    answered({ error: 'e', error_description: description }),
  );

describe('what Entra ID says', () => {
  it.each([
    [
      'AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value.',
      'AADSTS7000215',
      'Invalid client secret provided.',
      'AZURE_CLIENT_SECRET',
    ],
    [
      "AADSTS700016: Application with identifier 'app.example.com' was not found in the directory 'Contoso Ltd'. This can happen if",
      'AADSTS700016',
      "Application with identifier 'app.example.com' was not found in the directory 'Contoso Ltd'.",
      'AZURE_CLIENT_ID',
    ],
    [
      'AADSTS70002: Error validating credentials. AADSTS50012: Invalid client secret is provided.',
      'AADSTS50012',
      'Invalid client secret is provided.',
      'AZURE_CLIENT_SECRET',
    ],
    [
      "AADSTS7000112: Application '9f1c'(armature) is disabled.",
      'AADSTS7000112',
      "Application '9f1c'(armature) is disabled.",
      'Enable',
    ],
    ['AADSTS123456: Something new', 'AADSTS123456', 'Something new', 'error?code=123456'],
    [
      'AADSTS90002:',
      'AADSTS90002',
      'Entra ID refused the credential, and does not say why.',
      'AZURE_TENANT_ID',
    ],
  ])('%s', (description, code, message, remedy) => {
    for (const text of [
      `${description}${trace}`,
      `${description} Trace ID: 0a Correlation ID: 0b Timestamp: 1`,
    ])
      expect(explainEntra(text)).toEqual({
        code,
        message,
        remedy: expect.stringContaining(remedy) as string,
      });
  });

  it('is read where only the library tells it', () => {
    const cause = new Error(
      `invalid_client: Error(s): 7000222 - Timestamp: 2026-11-28 10:00:00Z - Description: AADSTS7000222: The provided client secret keys are expired. Visit the portal.${trace} - Correlation ID: 0b - Trace ID: 0a`,
    );
    const wrapped = new Error('no token', { cause });
    expect(explainCredential(secret, authority, wrapped, undefined)).toMatchObject({
      code: 'AADSTS7000222',
      message: 'The provided client secret keys are expired.',
    });
  });

  it('is the same sentence each time, without tokens and queries', () => {
    const text = `AADSTS50013: Assertion eyJhbGci.eyJzdWIi.c2ln from https://idp.example/x?sig=abc failed.${trace}`;
    expect(explainEntra(text).message).toBe(
      'Assertion [token] from https://idp.example/x?[query] failed.',
    );
  });

  it('has a remedy for what is met on the first day', () => {
    for (const number of [
      7000215, 7000222, 700016, 700024, 70021, 700027, 90002, 500011, 53003, 7000112, 50076,
    ])
      expect(entraRemedies[number]).toMatch(/^[A-Z].*\.$/);
  });
});

describe('no word of Entra ID', () => {
  it.each([
    [
      {
        failure: Object.assign(new Error('getaddrinfo ENOTFOUND'), {
          name: 'RestError',
          code: 'ENOTFOUND',
        }),
      },
      'EntraUnreachable',
      '(ENOTFOUND)',
    ],
    [answered('<html>Sign in to the hotel</html>', 503), 'EntraUnreachable', 'answered HTTP 503'],
  ])('%o', (last, code, words) => {
    const problem = explainCredential(secret, authority, new Error('x'), last);
    expect(problem).toMatchObject({ code, message: expect.stringContaining(words) as string });
    expect(problem.message).toContain('login.microsoftonline.com');
  });

  it('for want of the federated token names the file', () => {
    const credential = {
      kind: 'workload-identity',
      ...application,
      tokenFile: '/var/run/token',
    } as const;
    const cause = Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    expect(explainCredential(credential, authority, cause, undefined)).toMatchObject({
      code: 'FederatedTokenUnreadable',
      message: 'There is no token in /var/run/token.',
    });
  });
});

describe('a managed identity', () => {
  it.each([
    [
      { error: 'invalid_request', error_description: 'Identity not found' },
      400,
      undefined,
      'ManagedIdentityNotAssigned',
      'Turn on',
    ],
    [
      { error: 'invalid_request', error_description: 'Identity not found' },
      400,
      'mine',
      'ManagedIdentityNotAssigned',
      'AZURE_CLIENT_ID',
    ],
    [
      {
        statusCode: 400,
        message:
          'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
      },
      400,
      'mine',
      'ManagedIdentityNotAssigned',
      'Assign it',
    ],
    [
      {
        error: 'invalid_request',
        error_description:
          'Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request',
      },
      400,
      undefined,
      'ManagedIdentityAmbiguous',
      'AZURE_CLIENT_ID',
    ],
    [
      { statusCode: 500, message: 'An unexpected error occured.' },
      500,
      undefined,
      'ManagedIdentityRefused',
      'tries again',
    ],
  ])('that answers %o', (body, status, clientId, code, remedy) => {
    const problem = explainCredential(
      { ...identity, clientId },
      authority,
      new Error('x'),
      answered(body, status),
    );
    expect(problem).toMatchObject({ code, remedy: expect.stringContaining(remedy) as string });
    expect(problem.message).toContain('It said: ');
  });

  it('that is not there is told as that', () => {
    const last = { failure: new Error('connect EHOSTUNREACH 169.254.169.254:80') };
    expect(explainCredential(identity, authority, new Error('x'), last)).toMatchObject({
      code: 'ManagedIdentityUnreachable',
      remedy: expect.stringContaining('AZURE_TENANT_ID') as string,
    });
  });
});
