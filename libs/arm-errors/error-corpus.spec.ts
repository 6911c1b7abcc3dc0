import { describe, expect, it } from 'vitest';
import type { ProvisioningError } from '#libs/kernel';
import { computes } from '../../test/corpus/computes.js';
import type { CorpusEntry } from '../../test/corpus/entry.js';
import { extensions } from '../../test/corpus/extensions.js';
import { quota } from '../../test/corpus/quota.js';
import { rights } from '../../test/corpus/rights.js';
import { shapes } from '../../test/corpus/shapes.js';
import { sizesAndCapacity } from '../../test/corpus/sizes-and-capacity.js';
import { workspaces } from '../../test/corpus/workspaces.js';
import { mapErrorBody } from './map-error-body.js';
import { mapExtensionErrors } from './map-extension-error.js';

const all = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);

/** What can be done about errors that nobody knows. */
const general = {
  NEVER: 'Change what its message names',
  LATER: 'activity log of its resource group',
  NOW: 'activity log of its resource group',
};

/** What a person must read and does not, in words; empty where all is said. */
function missingFrom(error: ProvisioningError, entry: CorpusEntry): string[] {
  const details = JSON.stringify(error.details ?? []);
  const lacks = (text: string | undefined, words: string): boolean => !text?.includes(words);
  return [
    ...all(entry.says).filter((words) => lacks(error.message, words)),
    ...all(entry.remedy ?? general[entry.retry]).filter((words) => lacks(error.remedy, words)),
    ...(entry.details ?? []).filter((words) => lacks(details, words)),
  ];
}

function expectRead(error: ProvisioningError, entry: CorpusEntry): void {
  expect(error).toMatchObject({ code: entry.code, retry: entry.retry });
  expect(missingFrom(error, entry), JSON.stringify(error)).toEqual([]);
  expect(error.target).toBe(entry.target ?? error.target);
  expect(JSON.stringify(error)).not.toContain(entry.never ?? 'nothing that is never said');
}

const corpus = { quota, sizesAndCapacity, rights, workspaces, computes, shapes };

describe.each(Object.entries(corpus))('bodies seen in public: %s', (_, entries) => {
  it.each(entries.map((entry) => [entry.source, entry] as const))('%s', (_source, entry) => {
    expectRead(mapErrorBody(entry.body, { fallbackCode: 'BadRequest' }), entry);
  });
});

describe('failed extensions seen in public', () => {
  it.each(extensions.map((entry) => [entry.source, entry] as const))('%s', (_source, entry) => {
    expectRead(mapExtensionErrors(entry.body), entry);
  });
});
