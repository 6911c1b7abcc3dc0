import { describe, expect, it } from 'vitest';
import type { RetailQuery } from '#libs/prices';
import { startSimulator } from '../../../apps/azure-simulator/src/start-simulator.js';
import { trust } from '../../../test/support/simulated-system.js';
import { proxyOf } from '../connections/proxy-of.js';
import { openRetailPrices } from './open-retail-prices.js';

const signal = new AbortController().signal;
const query: RetailQuery = {
  filter: "armRegionName eq 'westeurope' and armSkuName eq 'Standard_D3_v2'",
  currency: 'USD',
  skip: 0,
};

async function withSimulator(
  work: (
    page: (more?: Partial<RetailQuery>) => ReturnType<ReturnType<typeof openRetailPrices>['page']>,
    arm: (fault: object) => Promise<unknown>,
  ) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator({ port: 0 });
  try {
    trust(simulator.caFile);
    const retail = openRetailPrices(simulator.armEndpoint);
    await work(
      (more) => retail.page({ ...query, ...more }, signal),
      (fault) =>
        fetch(`${simulator.controlEndpoint}/faults`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ match: { pathPattern: '/api/retail/prices' }, ...fault }),
        }),
    );
  } finally {
    await simulator.stop();
  }
}

describe('the Retail Prices API over the network', () => {
  it('is read page by page to its end, in a currency', () =>
    withSimulator(async (page) => {
      const region = "armRegionName eq 'westeurope'";
      expect(await page({ filter: region })).toMatchObject({ goesOn: true });
      const few = await page({ currency: 'EUR' });
      expect(few?.goesOn).toBe(false);
      expect(few?.rows[0]).toMatchObject({ currencyCode: 'EUR' });
      expect(await page({ skip: 5_000 })).toBeUndefined();
    }));

  it.each([
    [
      { name: 'TooManyRequests', parameters: { retryAfterSeconds: 7 } },
      { code: 'RetailPricesThrottled', retryAfterSeconds: 7 },
    ],
    [{ name: 'ServiceUnavailable' }, { code: 'RetailPricesRefused' }],
    [
      { name: 'ResetConnection', parameters: { when: 'before' } },
      { code: 'RetailPricesUnreachable' },
    ],
  ])('says so where it does not answer: %j', (fault, error) =>
    withSimulator(async (page, arm) => {
      await arm(fault);
      await expect(page()).rejects.toMatchObject({ name: 'RetailPricesError', ...error });
    }),
  );

  it('says so where it cannot read the question', () =>
    withSimulator(async (page) => {
      await expect(page({ filter: 'what' })).rejects.toMatchObject({ code: 'RetailPricesRefused' });
    }));

  it('goes through the proxy of the environment, without a token', async () => {
    process.env['HTTPS_PROXY'] = 'http://proxy.example:8080';
    try {
      const sent: { proxy: unknown; authorization: unknown; url: string }[] = [];
      const retail = openRetailPrices('https://prices.azure.com', {
        httpClient: {
          sendRequest: (request) => {
            const { headers, url } = request;
            const proxy = proxyOf(request)?.href;
            sent.push({ proxy, authorization: headers.get('authorization'), url });
            const bodyAsText = '{"Items":[],"NextPageLink":null}';
            return Promise.resolve({ request, status: 200, headers, bodyAsText });
          },
        },
      });
      expect(await retail.page(query, signal)).toEqual({ rows: [], goesOn: false });
      expect(sent).toMatchObject([
        { proxy: 'http://proxy.example:8080/', authorization: undefined },
      ]);
      expect(sent[0]?.url).toMatch(/^https:\/\/prices\.azure\.com\/api\/retail\/prices\?/);
    } finally {
      delete process.env['HTTPS_PROXY'];
    }
  });
});
