import { z } from 'zod';
import {
  armIdSchema,
  durationSchema,
  isLocation,
  listedArmIdSchema,
  normaliseLocation,
} from '#libs/kernel';
import { roles } from './actor.js';
import { rowId, type NodeType } from './global-id.js';
import { gql } from './gql.js';

gql.add(armIdSchema, { scalar: 'ArmId' });
gql.add(listedArmIdSchema, { scalar: 'ArmId' });
gql.add(durationSchema, { scalar: 'Duration' });

/** Absent and null are one, and stand for `otherwise`: clients send either. */
export const orElse = <S extends z.ZodType, T>(schema: S, otherwise: T) =>
  schema.nullish().transform((value): z.output<S> | T => value ?? otherwise);

/** May be left out, and is null then. */
export const optional = <S extends z.ZodType>(schema: S) => orElse(schema, null);

/** The global id of something of these types; its row's id once it is parsed. Any other text finds nothing. */
export const idOf = (...types: readonly NodeType[]) =>
  z
    .string()
    .transform((text) => rowId(text, ...types))
    .register(gql, { scalar: 'ID', ids: types });

/** A UUID as clients write it. */
export const uuidField = (message = 'must be a UUID') =>
  z.guid(message).register(gql, { scalar: 'UUID' });

/** An Azure region, however portals write it; as ARM compares them once it is parsed. */
export const locationField = z
  .string()
  .max(100)
  .refine(isLocation, 'must be an Azure region such as westeurope')
  .transform(normaliseLocation);

export const roleField = z.enum(roles).register(gql, { type: 'Role' });

export const idempotencyKeyField = optional(uuidField()).describe(
  'The same key and input answer the first result again.',
);

export const confirmNameField = z.string().max(200).describe('Its name, to the letter.');

/** What CONFIRMATION_MISMATCH says. */
export const notConfirmed = 'confirmName must be the name of what is to be deleted, to the letter.';

/** One of the tags that things are paid under. */
export const costTagInput = z
  .strictObject({
    key: z
      .string()
      .min(1, 'must not be empty')
      .max(512, 'has more than 512 characters')
      .describe('Name; unique without case, at most 512 characters.'),
    value: z
      .string()
      .max(256, 'has more than 256 characters')
      .describe('Value, at most 256 characters.'),
  })
  .register(gql, { type: 'CostTagInput', description: 'A cost tag.' });
