import { z } from 'zod';
import { readRow, type ReadRow, type RowReader, type StoredRow } from '#libs/resources';
import {
  azureSubscriptionObservedSchema,
  type AzureSubscriptionObserved,
} from './azure-subscription.schema.js';

/** Nothing is asked of a subscription: Armature reads it. */
const nothingAsked = z.object({});

const reader: RowReader<typeof nothingAsked, typeof azureSubscriptionObservedSchema> = {
  desired: nothingAsked,
  observed: azureSubscriptionObservedSchema,
  asked: () => ({}),
  found: () => ({ displayName: '', missingActions: null, missingProviders: null }),
};

/** An AZURE_SUBSCRIPTION as far as its row can be read. */
export const readSubscriptionRow = (row: StoredRow): ReadRow<object, AzureSubscriptionObserved> =>
  readRow(reader, row);
