import { describe, expect, it } from 'vitest';
import { armIdSchema } from './arm-id.js';

const group = '/subscriptions/s/resourceGroups/rg-k';
const storage = `${group}/providers/Microsoft.Storage/storageAccounts/one`;

const taken = (id: string): boolean => armIdSchema.safeParse(id).success;

describe('an ARM id', () => {
  it.each([
    '/subscriptions/s',
    group,
    storage,
    storage.toUpperCase(),
    `${storage}/blobServices/default`,
    `${storage}/providers/Microsoft.Authorization/locks/l`,
    '/subscriptions/s/providers/Microsoft.Relay/namespaces/r',
    '/subscriptions/s/resourceGroups/straße/providers/Microsoft.Relay/namespaces/r',
    `${group}/providers/Microsoft.ServiceBus/namespaces/n/topics/t/subscriptions/one`,
  ])('is %s', (id) => expect(taken(id)).toBe(true));

  it.each([
    ['a trailing slash', `${storage}/`],
    ['two slashes', storage.replace('/rg-k/', '//rg-k/')],
    ['a name without a type', `${storage}/one`],
    ['a provider without a type', `${group}/providers/Microsoft.Storage`],
    ['a provider named twice', `${group}/providers/providers/Microsoft.Storage`],
    ['a dot segment', storage.replace('/rg-k/', '/rg-k/../other/')],
    ['an encoded segment', storage.replace('rg-k', 'rg%2Dk')],
    ['white space', storage.replace('rg-k', 'rg-k ')],
    ['an unseen character', storage.replace('rg-k', 'rg-k\u200b')],
    ['the sign for kelvin', storage.replace('rg-k', 'rg-\u212a')],
    ['a capital sharp s', storage.replace('rg-k', 'stra\u1e9ee')],
    ['a capital I with a dot', storage.replace('rg-k', 'rg-\u0130')],
    ['letters of full width', storage.replace('rg-k', 'rg-\uff4b')],
    ['another id within it', `${storage},${group}/providers/Microsoft.KeyVault/vaults/v`],
    ['a management group', '/providers/Microsoft.Management/managementGroups/m'],
    ['nothing before the group', '/resourceGroups/rg-k'],
    ['another place before it', `https://management.azure.com${storage}`],
  ])('is refused with %s', (_what, id) => expect(taken(id)).toBe(false));

  it('is read one way: what repeats is refused as soon as anything else', () =>
    expect(taken(`${group}${'/providers'.repeat(180)}/`)).toBe(false));
});
