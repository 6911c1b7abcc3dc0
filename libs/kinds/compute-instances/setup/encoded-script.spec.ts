import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodingOf } from './encoded-script.rules.js';
import { checkSetupScripts } from './setup-scripts.rules.js';

const script = '#!/bin/bash\nset -e\npip install torch\n';
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const wrapped = (text: string): string => text.replaceAll(/.{20}/g, '$&\n');

const check = (text: string) =>
  checkSetupScripts(
    { creationScript: { source: { text }, arguments: null, timeout: null }, startupScript: null },
    ['input', 'setupScripts'],
  );
const field = ['input', 'setupScripts', 'creationScript', 'source', 'text'];

describe('a script that is encoded already is refused', () => {
  it.each([
    ['in base64', base64(script), 'base64'],
    ['in base64 with a line end', `${base64(script)}\n`, 'base64'],
    ['in base64, wrapped in lines', wrapped(base64(script)), 'base64'],
    [
      'in base64, wrapped in lines of Windows',
      wrapped(base64(script)).replaceAll('\n', '\r\n'),
      'base64',
    ],
    ['in base64 without padding', base64(script).replace(/=+$/, ''), 'base64'],
    ['in base64 for URLs', Buffer.from(`${script}echo "ÿ?>>"\n`).toString('base64url'), 'base64'],
    ['in base64, of one command', base64('pip install torch'), 'base64'],
    ['in base64, of one word and a line end', base64('whoami\n'), 'base64'],
    ['in base64, of a script of other letters', base64('echo "größer als früher"\n'), 'base64'],
    ['in base64 of UTF-16', base64(Buffer.from(script, 'utf16le')), 'base64'],
    ['in base64, twice', base64(base64(script)), 'base64, twice over'],
    ['as a data: URL', `data:text/x-sh;base64,${base64(script)}`, 'a data: URL in base64'],
    ['as a data: URL of text', 'data:,echo%20hello', 'a data: URL'],
    ['compressed', base64(gzipSync(script)), 'base64 of a compressed file'],
  ])('%s', (_, text, encoding) => {
    expect(encodingOf(text)).toBe(encoding);
    const { errors } = check(text);
    expect(errors).toEqual([
      {
        code: 'INVALID_INPUT',
        field,
        message: expect.stringContaining(`is ${encoding}`) as string,
      },
    ]);
    expect(errors[0]?.message).not.toContain('torch');
  });
});

describe('a script that is text is taken', () => {
  it.each([
    'reboot',
    'whoami',
    'deadbeefdeadbeefdeadbeefdeadbeef',
    'installEverythingThatIsNeededHere',
    'setup/run',
    'pip\ninstall\ntorch',
    'Users/ada/setup+more/again',
    'echo aGVsbG8gd29ybGQK | base64 -d | sh',
    'make',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    'postgresql/bin/psql',
    'antidisestablishmentarianism',
    'data',
    script,
    'git clone https://github.com/Azure/azureml-examples',
  ])('%j', (text) => expect(check(text)).toEqual({ errors: [], warnings: [] }));

  it.each([
    ['#!/bin/bash\r\necho hello\r\n', 'ends lines as Windows does'],
    ['\uFEFF#!/bin/bash\necho hello\n', 'begins with a byte order mark'],
  ])('with a warning where Linux cannot run it: %j', (text, says) =>
    expect(check(text)).toMatchObject({
      errors: [],
      warnings: [
        { code: 'SCRIPT_FOR_WINDOWS', field, message: expect.stringContaining(says) as string },
      ],
    }),
  );
});
