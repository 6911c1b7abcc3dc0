import { verifyAudit, type ChainHead } from '#libs/audit';
import { readConfig } from '#libs/config';
import { openDatabase } from '#libs/database';
import { runCommand } from '../processes/run-command.js';

/**
 * `npm run audit:verify [-- --expect <sequence>:<hash>]`: walks the audit chain at DATABASE_URL and prints its head.
 * Exits 1 and names the first row that does not fit.
 */
await runCommand(async () => {
  const database = openDatabase({
    url: readConfig().databaseUrl(),
    applicationName: 'armature audit:verify',
  });
  try {
    const { broken, verified, unsealed, head } = await verifyAudit(database.pool, readAnchor());
    console.log(`${verified} sealed events fit, ${unsealed} are not sealed yet.`);
    console.log(`head ${head.sequence}:${head.hash}`);
    if (broken) {
      console.error(`The audit chain is broken (${broken.kind}): ${broken.message}.`);
      process.exitCode = 1;
    }
  } finally {
    await database.close();
  }
});

function readAnchor(): ChainHead | undefined {
  const at = process.argv.indexOf('--expect');
  if (at === -1) return undefined;
  const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(process.argv[at + 1] ?? '') ?? [];
  if (sequence === undefined || hash === undefined) {
    throw new Error('--expect wants <sequence>:<hash>, as an earlier run printed after "head".');
  }
  return { sequence: Number(sequence), hash };
}
