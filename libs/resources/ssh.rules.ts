import type { SshSettings } from './ssh.schema.js';
import { nothing, refusal, together, type FieldPath, type Findings } from './findings.rules.js';

const publicKey =
  /^(ssh-rsa|ssh-ed25519|ecdsa-sha2-nistp(?:256|384|521)) ([A-Za-z0-9+/]+={0,2})(?: [^\r\n]*)?$/;

/** An account name and an OpenSSH public key. A private key is refused before it could be stored anywhere. */
export const checkSsh = (
  { adminUsername, publicKey: key }: SshSettings,
  path: FieldPath = ['input', 'ssh'],
): Findings =>
  together(
    checkUsername(adminUsername, [...path, 'adminUsername']),
    checkPublicKey(key, [...path, 'publicKey']),
  );

function checkUsername(name: string, field: FieldPath): Findings {
  if (/^[a-z_][a-z0-9_-]{0,31}$/.test(name) && name !== 'root') return nothing;
  const message =
    "must be a Linux account name other than root: 1 to 32 lower-case letters, digits, '_' and '-'";
  return refusal('INVALID_INPUT', field, message);
}

/** The message never repeats what was sent: it may be somebody's secret. */
export function checkPublicKey(key: string, field: FieldPath): Findings {
  if (/PRIVATE KEY/.test(key)) {
    const message = 'is a private key: send the public one (the .pub file), and replace this pair';
    return refusal('INVALID_INPUT', field, message);
  }
  const [, type = '', data = ''] = publicKey.exec(key.trim()) ?? [];
  if (type !== '' && typeInside(data) === type) return nothing;
  return refusal('INVALID_INPUT', field, 'must be an OpenSSH public key: ssh-rsa AAAA… comment');
}

/** A key's data begins with the length and the text of its type (RFC 4253). */
function typeInside(data: string): string {
  const bytes = Buffer.from(data, 'base64');
  const length = bytes.length >= 4 ? bytes.readUInt32BE(0) : 0;
  return length < bytes.length - 4 ? bytes.toString('latin1', 4, 4 + length) : '';
}
