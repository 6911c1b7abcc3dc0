import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { exportJWK, SignJWT, type JWK, type JWTPayload } from 'jose';
import type { SimulatedClock } from '../clock/simulated-clock.js';
import type { Collection } from '../store/collection.js';

const lifetimeSeconds = 4_200;

export interface IssuedApiToken {
  accessToken: string;
  expiresInSeconds: number;
}

/**
 * Access tokens of Entra ID (version 2.0) for the APIs that are registered: signed with a key that is made when the first one
 * is asked for and kept, and that is published where Entra ID publishes its own.
 */
export class ApiTokens {
  constructor(
    private readonly secrets: Collection<string>,
    private readonly clock: SimulatedClock,
  ) {}

  async issue(claims: JWTPayload): Promise<IssuedApiToken> {
    const { key, kid } = this.signing();
    const now = Math.floor(this.clock.realNow().getTime() / 1_000);
    const accessToken = await new SignJWT({
      ...claims,
      iat: now,
      nbf: now,
      exp: now + lifetimeSeconds,
    })
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid })
      .sign(key);
    return { accessToken, expiresInSeconds: lifetimeSeconds };
  }

  async published(): Promise<{ keys: JWK[] }> {
    const { publicKey, kid } = this.signing();
    return { keys: [{ ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' }] };
  }

  private signing() {
    const known = this.secrets.get('apiTokenKey');
    const pem = known ?? newKey();
    if (known === undefined) this.secrets.put('apiTokenKey', pem);
    const key = createPrivateKey(pem);
    const publicKey = createPublicKey(key);
    const der = publicKey.export({ type: 'spki', format: 'der' });
    return { key, publicKey, kid: createHash('sha256').update(der).digest('base64url') };
  }
}

const newKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
