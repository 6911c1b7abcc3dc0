import type { SqlQuery } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const { builtins, getTypeParser } = pg.types;

/**
 * The query with its times in full: the adapter leaves their zone out, and PostgreSQL takes that of the session, so that
 * a key would end hours too late (prisma/prisma#28629).
 */
export function writingZones({ sql, args, argTypes }: SqlQuery): SqlQuery {
  const isTime = argTypes.map(({ scalarType }) => scalarType === 'datetime');
  return {
    sql,
    args: args.map((arg, at) =>
      isTime[at] && arg !== null ? new Date(arg as string | Date).toISOString() : arg,
    ),
    argTypes: argTypes.map((type, at) => (isTime[at] ? { ...type, scalarType: 'string' } : type)),
  };
}

/** The statement, which answers times in UTC: the adapter takes what it is given for that, whatever its zone (prisma/prisma#26786). */
export function readingZones<Statement extends pg.QueryConfig>(statement: Statement): Statement {
  const readTime = getTypeParser(builtins.TIMESTAMPTZ, 'text') as (text: string) => Date;
  const parserOf = (oid: number, format: 'text' | 'binary'): unknown =>
    oid === builtins.TIMESTAMPTZ
      ? (text: string) => readTime(text).toISOString()
      : statement.types?.getTypeParser(oid, format);
  return { ...statement, types: { getTypeParser: parserOf as typeof getTypeParser } };
}
