import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** What browsers send. */
const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const page = (): Promise<Response> => fetch(`${api.url}/graphql`, { headers: { accept } });

describe('GraphiQL', () => {
  it('is what a browser gets at /graphql, under a policy that lets nobody else in', async () => {
    const response = await page();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get('cache-control')).toContain('max-age=0');
  });

  it('is made of files of this server alone, no script stands in the page', async () => {
    const html = await (await page()).text();
    const files = [...html.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(
      ([, file]) => file ?? '',
    );
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const file of files) {
      expect(file).toMatch(/^\/graphiql\/assets\//);
      const response = await fetch(`${api.url}${file}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/javascript|css/);
      expect(response.headers.get('cache-control')).toContain('immutable');
    }
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
  });

  it('leaves everyone else what GraphQL over HTTP says', async () => {
    const anonymous = await fetch(`${api.url}/graphql?query={__typename}`, { headers: { accept } });
    expect(anonymous.status).toBe(400);
    const json = await fetch(`${api.url}/graphql`, { headers: { accept: 'application/json' } });
    expect(json.headers.get('content-type')).toContain('json');
    expect((await fetch(`${api.url}/graphiql/../package.json`)).status).toBe(404);
    expect(
      (await fetch(`${api.url}/graphiql/%2e%2e/%2e%2e/src/main.js`)).status,
    ).toBeGreaterThanOrEqual(400);
  });
});
