import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProcessSystem, type ProcessSystem } from '../support/process-system.js';
import { describeWith } from '../support/public-tools.js';

const root = join(import.meta.dirname, '../..');

interface Block {
  language: string;
  text: string;
  /** Whether only Entra ID itself could answer. */
  isForEntra: boolean;
}

const fence =
  /(?<mark><!-- only against Entra ID -->\n\n)?^```(?<language>\w+)\n(?<text>.*?)^```$/gms;

async function blocksOf(guide: string): Promise<Block[]> {
  const page = await readFile(join(root, guide), 'utf8');
  return [...page.matchAll(fence)].map(({ groups }) => ({
    language: groups?.['language'] ?? '',
    text: groups?.['text'] ?? '',
    isForEntra: groups?.['mark'] !== undefined,
  }));
}

/** A line that stands between what the commands of two blocks print. */
const between = '----- next -----';

/** Runs them one after another in one shell; answers what each printed. */
async function runAll(
  commands: readonly Block[],
  cwd: string,
  env: Record<string, string>,
): Promise<string[]> {
  // npm finds the project from its folder; what the commands write stays out of it.
  const npm = `npm() { (cd '${root}' && command npm "$@"); }`;
  const script = ['set -euo pipefail', npm, ...commands.map(({ text }) => text)];
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const text = [script.slice(0, 3).join('\n'), ...script.slice(3)].join(`\necho '${between}'\n`);
  execFile('bash', ['-c', text], { cwd, env, timeout: 100_000 }, (error, stdout, stderr) =>
    error ? reject(new Error(`${error.message}\n${stdout}\n${stderr}`)) : resolve(stdout),
  );
  return (await promise).split(`${between}\n`);
}

describeWith({ programs: ['bash', 'curl', 'jq'] }, 'docs/guides/let-people-in.md', () => {
  const id = (kind: string, number: number): string =>
    `${kind}000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const variables = {
    TENANT_ID: '72f988bf-86f1-41af-91ab-2d7cd011db47',
    APP_ID: id('0c', 1),
    GROUP_ID: id('0b', 1),
    BOT_CLIENT_ID: id('0c', 12),
    BOT_OBJECT_ID: id('0c', 11),
    BOT_SECRET: 'hunter2',
  };
  let system: ProcessSystem;
  let folder: string;
  let blocks: Block[];

  /** What the steps that are for Entra ID would have made there. */
  const directory = {
    users: [{ id: id('0a', 1), userPrincipalName: 'ada@contoso.com', displayName: 'Ada' }],
    groups: [{ id: variables.GROUP_ID, displayName: 'Vision admins', members: [id('0a', 1)] }],
    servicePrincipals: [
      { id: variables.BOT_OBJECT_ID, appId: variables.BOT_CLIENT_ID, displayName: 'Bot' },
    ],
    registrations: [
      {
        appId: variables.APP_ID,
        identifierUri: `api://${variables.APP_ID}`,
        groupMembershipClaims: 'SecurityGroup',
      },
    ],
    graphPermissions: ['GroupMember.Read.All'],
  };

  async function personToken(): Promise<string> {
    const url = `${system.azure.armEndpoint}/${variables.TENANT_ID}/oauth2/v2.0/token`;
    const scope = `api://${variables.APP_ID}/.default`;
    const form = { grant_type: 'password', username: 'ada@contoso.com', password: 'any', scope };
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  /** The settings as the guide has them, with what a simulator needs beside them. */
  function settingsOf(all: readonly Block[]): Record<string, string> {
    const known: Record<string, string> = { ...variables, AUTHORITY: system.azure.armEndpoint };
    const lines = all
      .filter(({ language }) => language === 'ini')
      .flatMap(({ text }) => text.trim().split('\n'));
    const told = lines.map((line) => {
      const [name = '', value = ''] = line.split('=');
      return [name, value.replace(/^\$(\w+)$/, (_, variable: string) => known[variable] ?? '')];
    });
    return {
      ...Object.fromEntries(told),
      ENTRA_GRAPH_ENDPOINT: system.azure.armEndpoint,
    } as Record<string, string>;
  }

  async function startApi(): Promise<string> {
    await system.start('api', 'api', { PORT: '0', ...settingsOf(blocks) });
    const said = async () => /"url":"([^"]+)"/.exec(await system.logOf('api').catch(() => ''))?.[1];
    await expect.poll(said).toBeDefined();
    return (await said()) ?? '';
  }

  beforeAll(async () => {
    blocks = await blocksOf('docs/guides/let-people-in.md');
    folder = await mkdtemp(join(tmpdir(), 'armature-guide-'));
    system = await startProcessSystem({ clockRate: 20 });
    await system.control('directory', directory);
  });
  afterAll(async () => {
    await system?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes an operator from the first key to bots, by its commands as they stand', async () => {
    const federated = join(folder, 'token');
    await writeFile(federated, 'token.of.kubernetes');
    const run = blocks.filter(({ language, isForEntra }) => language === 'sh' && !isForEntra);
    const printed = await runAll(run, folder, {
      ...variables,
      API: await startApi(),
      AUTHORITY: system.azure.armEndpoint,
      PERSON_TOKEN: await personToken(),
      AZURE_FEDERATED_TOKEN_FILE: federated,
      CURL_CA_BUNDLE: system.azure.caFile,
      DATABASE_URL: system.database.url,
      HOME: folder,
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    });
    expect(printed).toHaveLength(run.length);
    const shown = run.map((block) => textAfter(blocks, block));
    expect(printed).toEqual(shown);
    expect(shown.filter((text) => text !== '')).toHaveLength(8);
  });

  it('marks what is for Entra ID alone', () => {
    const forEntra = blocks.filter(({ isForEntra }) => isForEntra);
    expect(forEntra).toHaveLength(4);
    for (const { text } of forEntra) expect(text).toContain('az ');
  });
});

/** What the guide shows as the answer to a command; nothing where it shows none. */
function textAfter(blocks: readonly Block[], block: Block): string {
  const next = blocks[blocks.indexOf(block) + 1];
  return next?.language === 'text' ? next.text : '';
}
