import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Collection } from '../store/collection.js';

const ticksAt1970 = 621_355_968_000_000_000n;

/** Signs poll URLs as ARM does: t (ticks), c (certificate), s (signature), h (hash). Clients must send them back verbatim. */
export class PollSignatures {
  private readonly secret: string;
  private readonly certificate: string;

  constructor(secrets: Collection<string>) {
    if (!secrets.get('pollUrl')) secrets.put('pollUrl', randomBytes(32).toString('hex'));
    this.secret = secrets.get('pollUrl') ?? '';
    this.certificate = createHmac('sha512', this.secret)
      .update('certificate')
      .digest('base64url')
      .repeat(4);
  }

  sign(path: string, atMs: number): string {
    const t = (BigInt(Math.floor(atMs)) * 10_000n + ticksAt1970).toString();
    return new URLSearchParams({ t, c: this.certificate, ...this.parts(path, t) }).toString();
  }

  verify(path: string, query: URLSearchParams): boolean {
    const expected = this.parts(path, query.get('t') ?? '');
    return (
      query.get('c') === this.certificate &&
      query.get('s') === expected.s &&
      query.get('h') === expected.h
    );
  }

  private parts(path: string, t: string): { s: string; h: string } {
    const text = `${path.toLowerCase()}\n${t}`;
    return {
      s: createHmac('sha256', this.secret).update(text).digest('base64url').repeat(3),
      h: createHash('sha256').update(text).digest('base64url'),
    };
  }
}
