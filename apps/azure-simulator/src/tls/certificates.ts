import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface ServerCertificate {
  key: string;
  cert: string;
  /** What a client must trust: `NODE_EXTRA_CA_CERTS`. */
  caFile: string;
}

const dayMs = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * dayMs);

/**
 * A certificate for localhost and the loopback addresses, signed by a CA of its own whose certificate is in `caFile`.
 * Used again on the next start while it is valid for a week; the CA's key is thrown away.
 */
export async function serverCertificate(directory: string): Promise<ServerCertificate> {
  const files = {
    key: join(directory, 'server-key.pem'),
    cert: join(directory, 'server.pem'),
    ca: join(directory, 'ca.pem'),
  };
  if (!stillGood(files)) await makeCertificates(files);
  return {
    key: readFileSync(files.key, 'utf8'),
    cert: readFileSync(files.cert, 'utf8'),
    caFile: files.ca,
  };
}

interface CertificateFiles {
  key: string;
  cert: string;
  ca: string;
}

function stillGood(files: CertificateFiles): boolean {
  if (![files.key, files.cert, files.ca].every((path) => existsSync(path))) return false;
  try {
    const cert = new X509Certificate(readFileSync(files.cert));
    const ca = new X509Certificate(readFileSync(files.ca));
    return cert.validToDate > inDays(7) && cert.verify(ca.publicKey);
  } catch {
    return false;
  }
}

async function makeCertificates(files: CertificateFiles): Promise<void> {
  const ca = await generate([{ name: 'commonName', value: 'Azure simulator CA' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: inDays(-1),
    notAfterDate: inDays(365),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: ca.private, cert: ca.cert },
    notBeforeDate: inDays(-1),
    notAfterDate: inDays(365),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  writeFileSync(files.key, server.private, { mode: 0o600 });
  writeFileSync(files.cert, server.cert);
  writeFileSync(files.ca, ca.cert);
}
