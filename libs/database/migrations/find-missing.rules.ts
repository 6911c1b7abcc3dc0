/** What a role may, and what is there, in the database that is to be migrated. Names are quoted where they must be. */
export interface Rights {
  role: string;
  database: string;
  /** Where what it makes comes to lie; empty: nowhere. */
  schema: string;
  isStandby: boolean;
  hasApplicationRole: boolean;
  mayMakeRoles: boolean;
  mayMakeSchemas: boolean;
  mayMakeTables: boolean;
  /** pg_trgm is there and found without naming its schema. */
  hasTrigrams: boolean;
  hasTrigramsElsewhere: boolean;
  offersTrigrams: boolean;
  /** Given the right to make things in the database. */
  mayAddTrigrams: boolean;
  /** Azure's list of extensions that may be added; null where there is no such list. */
  azureExtensions: string | null;
  /** Who owns our tables in its place; null: nobody. */
  otherOwner: string | null;
  otherOwnerOfQueue: string | null;
}

/** `major`: 18; `version`: as the server calls itself. */
export interface ServerVersion {
  major: number;
  version: string;
}

export interface Missing {
  what: string;
  /** SQL or a command, and who runs it. */
  mend: string;
}

const oldestMajor = 18;

/** The server itself, where it is older than what the migrations are written for (ADR 0009). */
export const findOldServer = ({ major, version }: ServerVersion): Missing | undefined =>
  major >= oldestMajor
    ? undefined
    : {
        what: `PostgreSQL ${oldestMajor} or newer: this is ${version}`,
        mend: 'upgrade the server, or name another one in DATABASE_MIGRATION_URL',
      };

const administrator = 'an administrator of the server runs, in this database:';

/** Everything that stands in the way of migrations, at once. */
export function findMissing(rights: Rights): Missing[] {
  if (rights.isStandby) return [primary];
  const trigrams = findTrigrams(rights);
  const needed = needs(rights).filter(({ isThere }) => !isThere);
  return [...needed.map(({ what, mend }) => ({ what, mend })), ...(trigrams ? [trigrams] : [])];
}

const primary = {
  what: 'a server that takes writes: this is a standby',
  mend: 'name the primary in DATABASE_MIGRATION_URL',
};

const needs = (rights: Rights): (Missing & { isThere: boolean })[] => [
  {
    isThere: rights.hasApplicationRole || rights.mayMakeRoles,
    what: `the role armature_app, which ${rights.role} may not make`,
    mend: `${administrator} CREATE ROLE armature_app NOLOGIN;`,
  },
  {
    isThere: rights.mayMakeSchemas,
    what: `the right of ${rights.role} to make schemas and extensions in ${rights.database}`,
    mend: `${administrator} GRANT CREATE ON DATABASE ${rights.database} TO ${rights.role};`,
  },
  {
    isThere: rights.mayMakeTables,
    what: `the right of ${rights.role} to make tables in the schema public`,
    mend: `${administrator} CREATE SCHEMA IF NOT EXISTS public; GRANT USAGE, CREATE ON SCHEMA public TO ${rights.role};`,
  },
  {
    isThere: rights.schema === 'public' || !rights.mayMakeTables,
    what: `a search_path that begins with public: tables would come to lie in ${rights.schema || 'no schema'}`,
    mend: `${administrator} ALTER ROLE ${rights.role} IN DATABASE ${rights.database} SET search_path = public;`,
  },
  {
    isThere: rights.otherOwner === null,
    what: `the ownership of the tables, which ${rights.otherOwner} has`,
    mend: `migrate as ${rights.otherOwner}, or ${administrator} GRANT ${rights.otherOwner} TO ${rights.role};`,
  },
  {
    isThere: rights.otherOwnerOfQueue === null,
    what: `the ownership of the schema bullmq, which ${rights.otherOwnerOfQueue} has`,
    mend: `migrate as ${rights.otherOwnerOfQueue}, or ${administrator} GRANT ${rights.otherOwnerOfQueue} TO ${rights.role};`,
  },
];

function findTrigrams(rights: Rights): Missing | undefined {
  if (rights.hasTrigrams) return undefined;
  const what = 'the extension pg_trgm';
  if (rights.hasTrigramsElsewhere)
    return {
      what: `${what} in the search_path`,
      mend: `${administrator} ALTER EXTENSION pg_trgm SET SCHEMA public;`,
    };
  if (!rights.offersTrigrams)
    return {
      what: `${what}, which this server does not have`,
      mend: "install PostgreSQL's contrib package on the server (Debian: postgresql-contrib)",
    };
  if (rights.azureExtensions !== null && !/\bpg_trgm\b/i.test(rights.azureExtensions))
    return {
      what: `${what} among those that Azure allows`,
      mend: 'add PG_TRGM to the server parameter azure.extensions',
    };
  if (!rights.mayAddTrigrams) return { what, mend: `${administrator} CREATE EXTENSION pg_trgm;` };
  return undefined;
}
