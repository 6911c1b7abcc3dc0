import { z } from 'zod';
import { roles } from '#libs/verbs';
import { by, idSchema, typesOf, type EventType } from './event-type.js';

const role = z.strictObject({
  by,
  name: z.string().nullable().describe('Who has it, by the name of then.'),
  role: z.enum(roles),
  teamId: idSchema.nullable().describe('Where; null: on the whole platform.'),
});

const roleSummaries = { granted: 'Somebody was given a role.', revoked: 'A role was taken away.' };

const named = z.strictObject({ by, name: z.string().nullable().describe('What it is called.') });

export const accessEvents: readonly EventType[] = [
  ...typesOf('role', ['Principal', 'EntraGroup'], role, roleSummaries),
  ...typesOf('api_key', ['ApiKey'], named, {
    created: 'An API key was made; it goes by its readable start.',
    revoked: 'An API key was revoked.',
    rotated: 'An API key is being replaced by another.',
    moved: 'An API key came to another team.',
  }),
  ...typesOf('principal', ['Principal'], named, {
    disabled: 'A principal may no longer act.',
    enabled: 'A principal may act again.',
  }),
];
