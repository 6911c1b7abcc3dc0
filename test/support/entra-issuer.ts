import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';

export const tenantId = '7c1f2a44-0d8e-4b6e-9a51-5b8f2f6f0c11';
export const audience = 'api://armature';

/** A local issuer of tokens that keeps its keys where Entra ID does: `<authority>/<tenant>/discovery/v2.0/keys`. */
export class EntraIssuer {
  private readonly published: JWK[] = [];
  private current!: { privateKey: CryptoKey; kid: string };
  private readonly server = createServer((request, response) => {
    this.keyReads += 1;
    const known = request.url === `/${tenantId}/discovery/v2.0/keys`;
    const status = known ? this.keysAnswer : 404;
    const body = status === 200 ? { keys: this.published } : { error: 'no keys' };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  /** What it answers to who asks for the keys. */
  keysAnswer = 200;
  /** How often somebody asked for the keys. */
  keyReads = 0;

  static async start(): Promise<EntraIssuer> {
    const issuer = new EntraIssuer();
    await issuer.rotate();
    issuer.server.listen(0, '127.0.0.1');
    await once(issuer.server, 'listening');
    return issuer;
  }

  get authority(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Signs with a new key from now on; the old one stays published. */
  async rotate(): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const kid = `key-${this.published.length + 1}`;
    this.published.push({ ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' });
    this.current = { privateKey, kid };
  }

  /** A v2 access token as Entra ID issues it; `claims` replace or, undefined, remove what it says. */
  async token(claims: Record<string, unknown> = {}, header: object = {}): Promise<string> {
    return new SignJWT(this.payload(claims))
      .setProtectedHeader({ alg: 'RS256', kid: this.current.kid, typ: 'JWT', ...header })
      .sign(this.current.privateKey);
  }

  payload(claims: Record<string, unknown> = {}): JWTPayload {
    const now = Math.floor(Date.now() / 1_000);
    return {
      iss: `${this.authority}/${tenantId}/v2.0`,
      aud: audience,
      tid: tenantId,
      ver: '2.0',
      oid: '3f1c9a52-6f53-4a36-8a3b-0e2b6b3f9d77',
      name: 'Ada Lovelace',
      iat: now - 60,
      nbf: now - 60,
      exp: now + 3600,
      ...claims,
    };
  }

  /** The published key as a shared secret, for whoever confuses the two. */
  get publicKeyText(): string {
    return JSON.stringify(this.published.at(-1));
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    if (this.server.listening) await once(this.server, 'close');
  }
}
