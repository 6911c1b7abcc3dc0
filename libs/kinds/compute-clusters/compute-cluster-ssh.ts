import { z } from 'zod';
import {
  differing,
  optionalName,
  sshAccesses,
  sshSettingsSchema,
  wordAt,
  type Value,
  type SshAccess,
  type SshSettings,
} from '#libs/resources';

const settings = 'properties.properties';
const access = wordAt<SshAccess>(
  `${settings}.remoteLoginPortPublicAccess`,
  { ENABLED: 'Enabled', DISABLED: 'Disabled', NOT_SPECIFIED: 'NotSpecified' },
  'NOT_SPECIFIED',
);
const account = optionalName(`${settings}.userAccountCredentials.adminUserName`);

/** ARM keeps the key to itself. */
interface FoundSsh {
  publicAccess: SshAccess;
  adminUsername: string | null;
}

/** The key is null where nobody here knows it. */
interface ShownSsh extends FoundSsh {
  publicKey: string | null;
}

/** The account, which every PUT has to say: ARM does not tell its key. */
export const credentialsBody = ({ adminUsername, publicKey }: SshSettings) => ({
  adminUserName: adminUsername,
  adminUserSshPublicKey: publicKey.trim(),
});

const differences = (field: string, asked: SshSettings, found: FoundSsh | null) => [
  ...(asked.publicAccess === 'NOT_SPECIFIED'
    ? []
    : differing<string | null>(
        `${field}.publicAccess`,
        asked.publicAccess,
        found?.publicAccess ?? null,
      )),
  ...differing<string | null>(
    `${field}.adminUsername`,
    asked.adminUsername,
    found?.adminUsername ?? null,
  ),
];

/** SSH to the nodes. NOT_SPECIFIED may have become either (docs/azure-facts.md#compute-clusters). */
export const computeClusterSsh: Value<SshSettings | null, FoundSsh | null, ShownSsh | null> = {
  asked: sshSettingsSchema.nullable(),
  found: z
    .object({ publicAccess: z.enum(sshAccesses), adminUsername: z.string().nullable() })
    .nullable(),
  unknown: null,
  sent: (ssh) => ({
    ...access.sent?.(ssh?.publicAccess ?? 'NOT_SPECIFIED'),
    ...(ssh && { [`${settings}.userAccountCredentials`]: credentialsBody(ssh) }),
  }),
  observe: (body) => ({
    publicAccess: access.observe(body),
    adminUsername: account.observe(body),
  }),
  form: (ssh) => ssh && formOf(ssh),
  differences: (field, asked, found) => (asked ? differences(field, asked, found) : []),
  shown: (asked, found) => {
    if (found === undefined) return asked;
    return found?.adminUsername ? { ...found, publicKey: asked?.publicKey ?? null } : null;
  },
  adopted: () => null,
  expected: (ssh) => ssh && { publicAccess: ssh.publicAccess, adminUsername: ssh.adminUsername },
};

const formOf = ({ publicAccess, adminUsername, publicKey }: FoundSsh & Partial<ShownSsh>): string =>
  [publicAccess, adminUsername, publicKey?.trim()].join(' ');
