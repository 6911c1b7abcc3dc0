import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What a key looks like: `arm_` and 8 letters to find it by, 256 random bits, and a checksum so that scanners know a leaked one. */
const form = /^(arm_[a-z2-7]{8})_([A-Za-z0-9_-]{43})([0-9a-f]{8})$/;

export interface NewApiKey {
  /** The whole key: shown once, never stored. */
  secret: string;
  prefix: string;
  secretHash: string;
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

export function newApiKey(): NewApiKey {
  const name = [...randomBytes(8)].map((byte) => letters[byte % 32]).join('');
  const prefix = `arm_${name}`;
  const body = `${prefix}_${randomBytes(32).toString('base64url')}`;
  const secret = body + checksum(body);
  return { secret, prefix, secretHash: hashOf(secret) };
}

/** The prefix of a well-formed key; undefined for anything else, mistyped keys included. */
export function prefixOf(secret: string): string | undefined {
  const match = form.exec(secret);
  return match && checksum(secret.slice(0, -8)) === match[3] ? match[1] : undefined;
}

/** SHA-256, hex. 256 random bits need no slow hash. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether both hashes are one, in constant time. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');
