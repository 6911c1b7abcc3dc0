import { randomUUID } from 'node:crypto';
import { openCredential } from '#libs/azure';

/**
 * An application that signs in at this simulator. The managed identity would do so once in a process: the library keeps
 * the endpoint that it found first, and its tokens, for whoever comes later.
 */
export const applicationOf = ({ armEndpoint }: { armEndpoint: string }) =>
  openCredential({
    credential: {
      kind: 'client-secret',
      tenantId: randomUUID(),
      clientId: randomUUID(),
      secret: 'any',
    },
    authorityHost: armEndpoint,
  });
