import { verifyAudit, type AuditVerification } from '#libs/audit';
import { openDatabase } from '#libs/database';
import { waitUntil } from '../processes/wait-until.js';

const sealMs = 15_000;

/**
 * Waits until the sealer has come to every event, then walks the chain as `npm run audit:verify` does and returns what
 * to print. Rejects when the chain is broken, and when an event is not sealed within 15 seconds.
 */
export async function verifyChain(databaseUrl: string): Promise<string> {
  const database = openDatabase({
    url: databaseUrl,
    applicationName: 'armature demo',
    statementLimitMs: Infinity,
  });
  try {
    let result: AuditVerification | undefined;
    const isSealed = async () => {
      result = await verifyAudit(database.pool);
      return result.broken !== undefined || (result.unsealed === 0 && result.verified > 0);
    };
    await waitUntil('the seal on every audit event', isSealed, { timeoutMs: sealMs });
    if (!result) throw new Error('the audit chain was not looked at');
    if (result.broken) throw new Error(`the audit chain is broken: ${result.broken.message}`);
    const { verified, head } = result;
    return `  whole: ${verified} events fit, head ${head.sequence}:${head.hash}\n`;
  } finally {
    await database.close();
  }
}
