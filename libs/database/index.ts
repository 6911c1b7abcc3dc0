export { checkDatabase, type DatabaseAccess } from './check-database.js';
export { createListener, type Listener, type ListenerOptions } from './create-listener.js';
export {
  committing,
  isConnectionLost,
  isDatabaseAway,
  isHeldByOthers,
  OutcomeUnknown,
} from './database-failure.js';
export { DatabaseUnfit } from './database-unfit.js';
export { applyMigrations } from './migrations/apply-migrations.js';
export { compareMigrations } from './migrations/compare-migrations.js';
export { isAnswering, overOwnConnection } from './own-connection.js';
export { currentEnd, endingWith, StatementEnded } from './ending-pool.js';
export { distrustIdle } from './distrust-idle.js';
export { openDatabase, type Database, type DatabaseOptions } from './open-database.js';
export { answerTimeoutMs, limitsOfRole, poolSettings, type Connections } from './pool-settings.js';
export { createStatementNamer, type Statements } from './name-statements.js';
export type { Sql } from './sql.js';
export {
  fragment,
  prepared,
  raw,
  statement,
  fragmentText,
  type Fragment,
  type Query,
} from './statement.js';
export { transaction } from './transaction.js';
export { isUnfinished } from './unfinished.js';
export { withPrisma } from './with-prisma.js';
