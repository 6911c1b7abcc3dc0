import '#libs/node-version';
import { dryRun, type DryRun } from '#libs/azure';
import { readConfig } from '#libs/config';
import { runCommand } from '../processes/run-command.js';

/**
 * `npm run --silent azure:dry-run`: prints every URL that the settings of this environment lead to, and what each token is for, and
 * sends nothing. Exits 1 and says what is wrong where no process could start with them.
 */
await runCommand(async () => {
  const config = readConfig(undefined, ['azure']);
  const access = config.azureAccess();
  const ran = await dryRun(access, { entra: config.entra, apiVersions: config.azure.apiVersions });
  process.stdout.write(`${linesOf(ran).join('\n')}\n`);
});

function linesOf({ cloud, reads, requests }: DryRun): string[] {
  const lines = requests.map(
    ({ purpose, method, url, scope }) =>
      `${purpose}\t${method} ${url}${scope === undefined ? '' : `\tfor ${scope}`}`,
  );
  return [
    `cloud\t${cloud ?? 'none of Microsoft'}`,
    `reads of a subscription\t${reads.burst} at once, ${reads.refillPerSecond} more a second`,
    ...new Set(lines),
  ];
}
