import { z } from 'zod';
import { gql, optional } from '#libs/verbs';

/** What a page is in the order of: names without case, or the time something was made at. */
export interface Order {
  field: 'NAME' | 'CREATED_AT';
  direction: 'ASC' | 'DESC';
}

export const newestFirst: Order = { field: 'CREATED_AT', direction: 'DESC' };

const direction = optional(
  z.enum(['ASC', 'DESC']).register(gql, { type: 'OrderDirection' }),
).describe('ASC where absent for NAME, and DESC for CREATED_AT.');

const listOrder = z
  .strictObject({
    field: z
      .enum(['NAME', 'CREATED_AT'])
      .register(gql, { type: 'ListOrderField' })
      .describe('By what.'),
    direction,
  })
  .register(gql, { type: 'ListOrder', description: 'What a list is in the order of.' });

const historyOrder = z
  .strictObject({
    field: z.enum(['CREATED_AT']).register(gql, { type: 'HistoryOrderField' }).describe('By what.'),
    direction,
  })
  .register(gql, { type: 'HistoryOrder', description: 'What a history is in the order of.' });

/** Of a list whose entries have names, or of one whose entries have none. */
export const orderField = (hasNames: boolean) =>
  (hasNames ? optional(listOrder) : optional(historyOrder)).describe('Newest first where absent.');

/** The order that is asked for. */
export const orderIn = (
  asked: { field: Order['field']; direction: Order['direction'] | null } | null,
): Order =>
  asked
    ? {
        field: asked.field,
        direction: asked.direction ?? (asked.field === 'NAME' ? 'ASC' : 'DESC'),
      }
    : newestFirst;
