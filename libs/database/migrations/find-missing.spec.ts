import { describe, expect, it } from 'vitest';
import { findMissing, findOldServer, type Rights } from './find-missing.rules.js';

describe('a server', () => {
  it('older than PostgreSQL 18 is refused before anything else', () => {
    expect(findOldServer({ major: 17, version: '17.6 (Debian)' })).toEqual({
      what: 'PostgreSQL 18 or newer: this is 17.6 (Debian)',
      mend: expect.stringContaining('upgrade the server') as string,
    });
    expect(findOldServer({ major: 18, version: '18.0' })).toBeUndefined();
  });
});

describe('what is missing', () => {
  const complete: Rights = {
    role: 'armature_owner',
    database: 'armature',
    schema: 'public',
    isStandby: false,
    hasApplicationRole: true,
    mayMakeRoles: true,
    mayMakeSchemas: true,
    mayMakeTables: true,
    hasTrigrams: true,
    hasTrigramsElsewhere: true,
    offersTrigrams: true,
    mayAddTrigrams: true,
    azureExtensions: null,
    otherOwner: null,
    otherOwnerOfQueue: null,
  };

  it('is nothing where everything is there', () => {
    expect(findMissing(complete)).toEqual([]);
  });

  it.each<[Partial<Rights>, RegExp]>([
    [{ isStandby: true }, /name the primary/],
    [{ hasApplicationRole: false, mayMakeRoles: false }, /CREATE ROLE armature_app NOLOGIN;/],
    [{ schema: 'tenant' }, /lie in tenant.*SET search_path = public;/],
    [{ schema: '' }, /lie in no schema/],
    [{ hasTrigrams: false }, /ALTER EXTENSION pg_trgm SET SCHEMA public;/],
    [{ hasTrigrams: false, hasTrigramsElsewhere: false, offersTrigrams: false }, /contrib package/],
    [
      { hasTrigrams: false, hasTrigramsElsewhere: false, mayAddTrigrams: false },
      /CREATE EXTENSION pg_trgm;/,
    ],
    [
      { hasTrigrams: false, hasTrigramsElsewhere: false, azureExtensions: 'HSTORE,UUID-OSSP' },
      /add PG_TRGM to the server parameter/,
    ],
    [{ otherOwner: 'dba' }, /which dba has.*GRANT dba TO armature_owner;/],
    [{ otherOwnerOfQueue: 'dba' }, /schema bullmq, which dba has/],
  ])('with %o is told with what mends it', (rights, told) => {
    const missing = findMissing({ ...complete, ...rights });
    expect(missing.map(({ what, mend }) => `${what}: ${mend}`)).toEqual([
      expect.stringMatching(told),
    ]);
  });

  it('is not the extension where Azure allows it, or where it comes with the right to make things', () => {
    const without = { ...complete, hasTrigrams: false, hasTrigramsElsewhere: false };
    expect(findMissing({ ...without, azureExtensions: 'HSTORE,PG_TRGM' })).toEqual([]);
    expect(findMissing(without)).toEqual([]);
  });
});
