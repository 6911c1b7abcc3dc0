import { glob, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const sources = [
  '{apps,libs,test,bench,prisma,scripts,docs}/**/*.{ts,js,prisma,md}',
  '{README,CONTRIBUTING,SECURITY,CHANGELOG}.md',
];

interface Citation {
  /** The file that cites. */
  by: string;
  /** What is cited: a page of this repository, or the number of a decision. */
  cited: string;
}

async function citations(pattern: RegExp, pages: string | string[] = sources): Promise<Citation[]> {
  const found: Citation[] = [];
  for await (const file of glob(pages, { exclude: (path) => path.includes('generated') })) {
    const text = await readFile(file, 'utf8');
    found.push(...[...text.matchAll(pattern)].map(([, cited = '']) => ({ by: file, cited })));
  }
  return found;
}

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

async function anchorsOf(page: string): Promise<Set<string> | undefined> {
  const text = await readFile(page, 'utf8').catch(() => undefined);
  const headings = text?.matchAll(/^#+ (.+)$/gm);
  return headings && new Set([...headings].map(([, heading = '']) => anchorOf(heading)));
}

const read = new Map<string, Promise<Set<string> | undefined>>();

async function exists(cited: string): Promise<boolean> {
  const [page = '', anchor] = cited.split('#');
  const anchors = await (read.get(page) ?? read.set(page, anchorsOf(page)).get(page));
  return anchors !== undefined && (anchor === undefined || anchors.has(anchor));
}

async function dangling(all: Citation[]): Promise<Citation[]> {
  const there = await Promise.all(all.map(({ cited }) => exists(cited)));
  return all.filter((_, index) => !there[index]);
}

describe('what comments and pages cite', () => {
  it('stands in docs, under a heading of that name', async () => {
    const all = await citations(/\b(docs\/[\w/-]+\.md(?:#[\w-]*\w)?)/g);
    expect(all.length).toBeGreaterThan(150);
    expect(await dangling(all)).toEqual([]);
  });

  it('is a decision that was written down', async () => {
    const written = new Set<string>();
    for await (const page of glob('docs/adr/*.md')) written.add(basename(page).slice(0, 4));
    const all = await citations(/\bADR (\d{4})\b/g);
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter(({ cited }) => !written.has(cited))).toEqual([]);
  });

  it('is no collection of facts that lies elsewhere', async () => {
    const all = await citations(/\b(\w+-facts)\b(?:, | section|\.md)/g);
    expect(all.filter(({ cited }) => cited !== 'azure-facts')).toEqual([]);
  });

  it('is where a link from one page to another says', async () => {
    const all = await citations(
      /\]\((?!https?:|#)([^)\s]+\.md(?:#[^)\s]+)?)\)/g,
      '{.,docs/**}/*.md',
    );
    expect(all.length).toBeGreaterThan(5);
    const fromRoot = all.map(({ by, cited }) => ({ by, cited: join(dirname(by), cited) }));
    expect(await dangling(fromRoot)).toEqual([]);
  });

  it('is, in a guide, a file that is there', async () => {
    const files: string[] = [];
    for await (const file of glob('{apps,libs,test,prisma,scripts}/**/*.{ts,prisma}'))
      files.push(file);
    const all = await citations(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|prisma))`/g, 'docs/guides/*.md');
    expect(all.length).toBeGreaterThan(30);
    const isThere = ({ cited }: Citation) => files.some((file) => `/${file}`.endsWith(`/${cited}`));
    expect(all.filter((citation) => !isThere(citation))).toEqual([]);
  });
});
