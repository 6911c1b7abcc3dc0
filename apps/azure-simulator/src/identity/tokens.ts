import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { cloudOfArm, publicCloud } from '#libs/kernel';
import type { SimulatedClock } from '../clock/simulated-clock.js';
import type { Directory } from '../directory/directory.js';
import type { Collection } from '../store/collection.js';

/** Who calls ARM. Throttling counts per principal. */
export interface Principal {
  objectId: string;
  clientId: string;
}

/** Who comes with a token. */
export interface Bearer extends Principal {
  /** What it may do at Microsoft Graph. */
  roles: readonly string[];
}

export interface IssuedToken {
  accessToken: string;
  /** Seconds since 1970, real time. */
  expiresOn: number;
  clientId: string;
}

/** The tenant every simulated identity lives in. */
export const tenantId = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const systemAssigned: Principal = {
  objectId: '5bd1a4c5-3f0e-4f5d-9c57-7a6c0f4f3c11',
  clientId: '0d1b3a54-5f1c-4b7e-a3a7-6c2f0c4e9b22',
};
const lifetimeSeconds = 86_400;

/** Whether a service that was called by that host takes tokens for that audience. */
export type TakesAudience = (audience: string, host: string) => boolean;

const publicAudiences = ['https://management.azure.com', 'https://management.core.windows.net'];

/** Called by the address of a cloud it takes that cloud's tokens alone, else those of public Azure. */
export const takenByArm: TakesAudience = (audience, host) => {
  const cloud = cloudOfArm(`https://${host}`);
  if (!cloud || cloud === publicCloud) return publicAudiences.includes(audience);
  return audience === `https://${cloud.armHost}`;
};

const graphHosts = /^(?:(?:dod-)?graph\.microsoft\.(?:com|us)|microsoftgraph\.chinacloudapi\.cn)$/;

/** Called by an address of Microsoft's it takes tokens for that one alone, else for any of them and for the simulator's own. */
export const takenByGraph: TakesAudience = (audience, host) => {
  const url = URL.parse(audience);
  if (graphHosts.test(host)) return url?.hostname === host;
  return url !== null && isOfGraph(url);
};

const isOfGraph = ({ hostname }: URL): boolean =>
  graphHosts.test(hostname) || hostname === '127.0.0.1';

interface Claims {
  aud: string;
  exp: number;
  oid: string;
  appid: string;
  roles?: readonly string[];
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

/** Issues and checks bearer tokens: JWTs signed with a secret that is kept, so that they outlive a restart. */
export class Tokens {
  private readonly secret: string;
  private readonly known = new Map<string, Claims>();

  constructor(
    secrets: Collection<string>,
    private readonly clock: SimulatedClock,
    private readonly directory: Pick<Directory, 'graphPermissions'>,
  ) {
    if (!secrets.get('token')) secrets.put('token', randomBytes(32).toString('hex'));
    this.secret = secrets.get('token') ?? '';
  }

  /** A token for `resource`; for the user-assigned identity `clientId`, or else the system-assigned one. */
  issue(resource: string, clientId: string | undefined): IssuedToken {
    const principal = clientId ? { clientId, objectId: clientId } : systemAssigned;
    const issuedAt = Math.floor(this.clock.realNow().getTime() / 1000);
    const expiresOn = issuedAt + lifetimeSeconds;
    const claims = {
      aud: resource,
      iss: `https://sts.windows.net/${tenantId}/`,
      iat: issuedAt,
      nbf: issuedAt,
      exp: expiresOn,
      appid: principal.clientId,
      idtyp: 'app',
      oid: principal.objectId,
      tid: tenantId,
      uti: randomUUID(),
      ...(URL.canParse(resource) &&
        isOfGraph(new URL(resource)) && { roles: this.directory.graphPermissions }),
    };
    const head = base64url(JSON.stringify({ typ: 'JWT', alg: 'HS256' }));
    const signed = `${head}.${base64url(JSON.stringify(claims))}`;
    return {
      accessToken: `${signed}.${this.signature(signed)}`,
      expiresOn,
      clientId: principal.clientId,
    };
  }

  /** Whom the token stands for, or why whoever `takes` an audience, called by that host, would not have it. */
  verify(token: string, takes: TakesAudience, host = ''): Bearer | { refused: string } {
    const claims = this.known.get(token) ?? this.read(token);
    if (!claims)
      return { refused: "The access token is invalid: its signature can't be validated." };
    if (claims.exp * 1000 <= this.clock.realNow().getTime())
      return { refused: 'The access token expiry UTC time is earlier than the current UTC time.' };
    if (!takes(claims.aud.replace(/\/+$/, ''), host))
      return {
        refused: `The access token has been obtained for wrong audience or resource '${claims.aud}'.`,
      };
    return { objectId: claims.oid, clientId: claims.appid, roles: claims.roles ?? [] };
  }

  private read(token: string): Claims | undefined {
    const [head = '', body = '', signature = ''] = token.split('.');
    const expected = Buffer.from(this.signature(`${head}.${body}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Claims;
    if (this.known.size > 1_000) this.known.clear();
    this.known.set(token, claims);
    return claims;
  }

  private signature(text: string): string {
    return createHmac('sha256', this.secret).update(text).digest('base64url');
  }
}
