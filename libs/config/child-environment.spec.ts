import { afterEach, expect, it, vi } from 'vitest';
import { childEnvironment } from './child-environment.js';

afterEach(() => void vi.unstubAllEnvs());

it.each([
  'HTTPS_PROXY',
  'https_proxy',
  'ALL_PROXY',
  'http_proxy',
  'NO_PROXY',
  'AZURE_CLIENT_SECRET',
])('%s of the shell does not reach a simulated Azure on loopback, unless it is given', (name) => {
  vi.stubEnv(name, 'http://proxy.example:8080');
  expect(childEnvironment({})).not.toHaveProperty(name);
  expect(childEnvironment({ [name]: 'mine' })).toHaveProperty(name, 'mine');
});
