import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { oldestNode, problemOfNode } from './problem-of-node.js';

const read = (file: string): Promise<string> =>
  readFile(new URL(`../../${file}`, import.meta.url), 'utf8');

describe('the Node that runs what is built', () => {
  it.each(['24.16.0', '24.16.1', '24.21.0', '26.0.0', '25.0.0'])('may be %s', (version) => {
    expect(problemOfNode(version)).toBeUndefined();
  });

  it.each(['20.20.2', '22.22.0', '24.15.9'])('may not be %s, and is told so', (version) => {
    expect(problemOfNode(version)).toBe(
      `Node 24.16.0 or newer is needed, and this is ${version} (${process.execPath}).`,
    );
  });

  it('is the same to package.json, the Dockerfile and the README', async () => {
    const { engines, devDependencies } = JSON.parse(await read('package.json')) as {
      engines: { node: string };
      devDependencies: { node: string };
    };
    expect(engines.node).toBe(`>=${oldestNode}`);
    expect(problemOfNode(devDependencies.node)).toBeUndefined();
    const [major, minor] = oldestNode.split('.');
    const images = (await read('Dockerfile')).match(/(?<=^FROM )\S+/gm);
    expect(new Set(images)).toEqual(new Set([`node:${major}-slim`]));
    expect(await read('README.md')).toContain(`Node ${major}.${minor} or newer`);
  });
});
