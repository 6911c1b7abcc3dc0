import '#libs/node-version';
import { verifyAudit, type AuditVerification, type ChainHead } from '#libs/audit';
import { readConfig } from '#libs/config';
import { openDatabase } from '#libs/database';
import { runCommand } from '../processes/run-command.js';

/**
 * `npm run audit:verify [-- --expect <sequence>:<hash>]`: walks the audit chain at DATABASE_DIRECT_URL, else DATABASE_URL,
 * however long it is, and prints its head. Exits 1 and names the first row that does not fit, and events that were written
 * at another time than they say.
 */
await runCommand(async () => {
  const { directUrl, statements } = readConfig().database();
  const database = openDatabase({
    url: directUrl,
    statements,
    applicationName: 'armature audit:verify',
    statementLimitMs: Infinity,
  });
  const anchor = readAnchor();
  try {
    tell(await verifyAudit(database.pool, anchor), anchor);
  } finally {
    await database.close();
  }
});

function tell(
  { broken, misdated, verified, unsealed, head }: AuditVerification,
  anchor?: ChainHead,
) {
  console.log(`${verified} sealed events fit, ${unsealed} are not sealed yet.`);
  console.log(`head ${head.sequence}:${head.hash}`);
  if (!anchor) console.log(unknowable(head));
  if (broken) console.error(`The audit chain is broken (${broken.kind}): ${broken.message}.`);
  for (const { message } of misdated.slice(0, 10)) console.error(`Misdated: ${message}.`);
  if (misdated.length > 10) console.error(`Misdated: ${misdated.length - 10} more.`);
  if (broken || misdated.length > 0) process.exitCode = 1;
}

function unknowable({ sequence, hash }: ChainHead): string {
  return `Without a head from an earlier run this cannot know whether events at the end were cut off, or the whole chain was
written anew: such a chain fits as well. Keep the head above outside this database, and give it next time:
npm run audit:verify -- --expect ${sequence}:${hash}`;
}

function readAnchor(): ChainHead | undefined {
  const at = process.argv.indexOf('--expect');
  if (at === -1) return undefined;
  const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(process.argv[at + 1] ?? '') ?? [];
  if (sequence === undefined || hash === undefined) {
    throw new Error('--expect wants <sequence>:<hash>, as an earlier run printed after "head".');
  }
  return { sequence: Number(sequence), hash };
}
