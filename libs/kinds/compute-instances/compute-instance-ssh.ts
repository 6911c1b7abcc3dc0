import { z } from 'zod';
import { differing, objectAt, type Value } from '#libs/resources';

/** SSH to the machine; Azure names the account itself. */
export const computeInstanceSshSchema = z.object({ publicKey: z.string().max(16_384) });
type Asked = z.infer<typeof computeInstanceSshSchema> | null;

const foundSchema = z.object({
  publicAccess: z.enum(['ENABLED', 'DISABLED']),
  adminUsername: z.string().nullable(),
  port: z.int32().nullable(),
});
type Found = z.infer<typeof foundSchema>;

interface Shown extends Omit<Found, 'publicAccess'> {
  enabled: boolean;
  /** Null where nobody here knows it: ARM keeps it to itself. */
  publicKey: string | null;
}

const text = z.string().nullish().catch(null);
const answer = z.object({
  sshPublicAccess: text,
  adminUserName: text,
  sshPort: z.number().nullish().catch(null),
});

const accessOf = (ssh: Asked): Found['publicAccess'] => (ssh === null ? 'DISABLED' : 'ENABLED');
const settings = 'properties.properties.sshSettings';

/** Null: SSH is off. Of what is shown only the key can be asked for. */
export const computeInstanceSsh: Value<Asked, Found, Shown> = {
  asked: computeInstanceSshSchema.nullable(),
  found: foundSchema,
  unknown: null,
  sent: (ssh) => ({
    [settings]: ssh
      ? { sshPublicAccess: 'Enabled', adminPublicKey: ssh.publicKey.trim() }
      : { sshPublicAccess: 'Disabled' },
  }),
  observe: (body) => {
    const { sshPublicAccess, adminUserName, sshPort } = answer.parse(
      objectAt(body, ...settings.split('.')),
    );
    return {
      publicAccess: sshPublicAccess?.toLowerCase() === 'enabled' ? 'ENABLED' : 'DISABLED',
      adminUsername: adminUserName ?? null,
      port: sshPort ?? null,
    };
  },
  form: (ssh) => (ssh && 'publicKey' in ssh ? (ssh.publicKey?.trim() ?? '') : ''),
  differences: (field, asked, found) =>
    differing(`${field}.publicAccess`, accessOf(asked), found.publicAccess),
  /** Azure names a port and an account of a closed door too: nobody can connect there, so they are not told. */
  shown: (asked, found) => {
    const open = (found?.publicAccess ?? accessOf(asked)) === 'ENABLED';
    return {
      enabled: open,
      adminUsername: (open ? found?.adminUsername : null) ?? null,
      port: (open ? found?.port : null) ?? null,
      publicKey: (open && asked?.publicKey) || null,
    };
  },
  told: ({ port: _port, ...door }) => door,
  adopted: ({ publicAccess }) => (publicAccess === 'ENABLED' ? { publicKey: '' } : null),
  expected: (ssh) => ({ publicAccess: accessOf(ssh), adminUsername: null, port: null }),
};
