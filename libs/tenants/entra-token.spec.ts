import { randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
  vi,
} from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { audience, EntraIssuer, tenantId } from '../../test/support/entra-issuer.js';
import { createAuthenticator, type Authenticate } from './authenticate.js';
import { KeysUnreachable } from './entra-token.js';

let issuer: EntraIssuer;
let database: TestDatabase;
let authenticate: Authenticate;
const errors: unknown[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  issuer = await EntraIssuer.start();
  authenticate = createAuthenticator({
    pool: database.pool,
    entra: { tenantIds: [tenantId], audience, authority: issuer.authority },
    onError: (error) => errors.push(error),
  });
});
afterEach(async () => {
  await issuer.stop();
  expect(errors).toEqual([]);
});

const seconds = (fromNow: number): number => Math.floor(Date.now() / 1_000) + fromNow;

describe('a token of Entra ID', () => {
  it('stands for its principal, who is met once', async () => {
    const oid = randomUUID();
    const first = await authenticate(await issuer.token({ oid }));
    const again = await authenticate(await issuer.token({ oid, name: 'Ada King' }));
    expect(first).toMatchObject({ kind: 'USER', displayName: 'Ada Lovelace', grants: [] });
    expect(again?.principalId).toBe(first?.principalId);
    const { rows } = await database.pool.query(
      'SELECT kind, entra_object_id AS oid, entra_tenant_id AS tid FROM principal WHERE id = $1',
      [first?.principalId],
    );
    expect(rows).toEqual([{ kind: 'USER', oid, tid: tenantId }]);
  });

  it('of an application is a bot', async () => {
    const token = await issuer.token({ oid: randomUUID(), idtyp: 'app', name: undefined });
    expect(await authenticate(token)).toMatchObject({ kind: 'BOT' });
  });

  it('gives platform-wide roles by its app roles, and none for words it does not know', async () => {
    const ofEveryObject = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];
    const roles = ['Armature.Operator', 'Armature.Nonsense', 'Admin', 7, ...ofEveryObject];
    const actor = await authenticate(await issuer.token({ oid: randomUUID(), roles }));
    expect(actor?.grants).toEqual([{ teamId: null, role: 'OPERATOR' }]);
  });

  it('of version 1 counts too', async () => {
    const iss = `https://sts.windows.net/${tenantId}/`;
    expect(await authenticate(await issuer.token({ ver: '1.0', iss }))).toBeDefined();
  });

  it('is checked once in a few seconds, not at every request', async () => {
    const token = await issuer.token({ oid: randomUUID() });
    await Promise.all([authenticate(token), authenticate(token)]);
    const reads = issuer.keyReads;
    await issuer.stop();
    expect(await authenticate(token)).toBeDefined();
    expect(issuer.keyReads).toBe(reads);
  });

  it('signed with a key that came later is known without a restart', async () => {
    expect(await authenticate(await issuer.token())).toBeDefined();
    await issuer.rotate();
    // Keys are asked for again at most every half minute, so that unknown ones cost nothing.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    onTestFinished(() => void vi.useRealTimers());
    expect(await authenticate(await issuer.token())).toBeDefined();
  });

  it.each<[string, () => Promise<string>]>([
    ['for somebody else', () => issuer.token({ aud: 'api://other' })],
    ['for somebody else among others', () => issuer.token({ aud: ['api://other'] })],
    ['of another issuer', () => issuer.token({ iss: `https://evil.example/${tenantId}/v2.0` })],
    ['of another tenant', () => issuer.token({ tid: randomUUID() })],
    [
      'of this tenant by the issuer of another',
      () => issuer.token({ iss: `${issuer.authority}/${randomUUID()}/v2.0` }),
    ],
    [
      'whose version and issuer do not fit',
      () => issuer.token({ ver: '2.0', iss: `https://sts.windows.net/${tenantId}/` }),
    ],
    ['that has run out', () => issuer.token({ exp: seconds(-120) })],
    ['that never runs out', () => issuer.token({ exp: undefined })],
    ['from the future', () => issuer.token({ nbf: seconds(600) })],
    ['without an object id', () => issuer.token({ oid: undefined })],
    ['signed with an unknown key', () => issuer.token({}, { kid: 'nobody' })],
    ['without a signature', async () => new UnsecuredJWT(issuer.payload()).encode()],
    [
      'signed with the public key as a shared secret',
      () =>
        new SignJWT(issuer.payload())
          .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
          .sign(new TextEncoder().encode(issuer.publicKeyText)),
    ],
    [
      'that was changed after it was signed',
      async () => {
        const [header, , signature] = (await issuer.token()).split('.');
        const payload = { ...issuer.payload(), roles: ['Armature.Admin'] };
        const changed = Buffer.from(JSON.stringify(payload)).toString('base64url');
        return `${header}.${changed}.${signature}`;
      },
    ],
    ['that is none', () => Promise.resolve('not.a.token')],
  ])('%s is nobody’s', async (_what, make) => {
    expect(await authenticate(await make())).toBeUndefined();
  });

  it('cannot be checked while Entra is away: that is no refusal', async () => {
    const token = await issuer.token();
    issuer.keysAnswer = 503;
    await expect(authenticate(token)).rejects.toThrow(KeysUnreachable);
    await issuer.stop();
    await expect(authenticate(token)).rejects.toThrow(KeysUnreachable);
  });

  it('is nobody’s for a principal that was disabled, within seconds', async () => {
    const claims = { oid: randomUUID() };
    const actor = await authenticate(await issuer.token(claims));
    await database.pool.query('UPDATE principal SET disabled_at = now() WHERE id = $1', [
      actor?.principalId,
    ]);
    expect(await authenticate(await issuer.token({ ...claims, name: 'Again' }))).toBeUndefined();
  });
});

describe('a token of another cloud', () => {
  const china = 'https://login.partner.microsoftonline.cn';

  it.each([
    ['https://login.microsoftonline.us', '1.0', `https://sts.windows.net/${tenantId}/`, true],
    [china, '1.0', `https://sts.chinacloudapi.cn/${tenantId}/`, true],
    [china, '1.0', `https://sts.windows.net/${tenantId}/`, false],
    ['https://login.chinacloudapi.cn', '2.0', `${china}/${tenantId}/v2.0`, true],
    [china, '2.0', `https://login.microsoftonline.com/${tenantId}/v2.0`, false],
  ])('from %s, version %s, by %s counts: %s', async (authority, ver, iss, counts) => {
    const { fetch } = globalThis;
    const asked: string[] = [];
    const spy = vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      asked.push(typeof url === 'string' ? url : '');
      return fetch((asked.at(-1) ?? '').replace(authority, issuer.authority), init);
    });
    onTestFinished(() => spy.mockRestore());
    const ofCloud = createAuthenticator({
      pool: database.pool,
      entra: { tenantIds: [tenantId], audience, authority },
      onError: (error) => errors.push(error),
    });
    const actor = await ofCloud(await issuer.token({ ver, iss }));
    expect(actor !== undefined).toBe(counts);
    expect(asked).toEqual([`${authority}/${tenantId}/discovery/v2.0/keys`]);
  });
});

describe('without Entra settings', () => {
  it('no token counts', async () => {
    const keysOnly = createAuthenticator({ pool: database.pool, onError: () => undefined });
    expect(await keysOnly(await issuer.token())).toBeUndefined();
  });
});
