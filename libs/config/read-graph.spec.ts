import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './read-config.js';

const people = {
  ENTRA_TENANT_IDS: '72f988bf-86f1-41af-91ab-2d7cd011db47',
  ENTRA_AUDIENCE: 'api://armature',
  ENTRA_GRAPH: 'on',
};
const ofGovernment = {
  ENTRA_AUTHORITY: 'https://login.microsoftonline.us',
  AZURE_ARM_ENDPOINT: 'https://management.usgovcloudapi.net',
};

const endpointOf = (environment: Record<string, string>) =>
  readConfig(environment, ['azure']).azureAccess().graphEndpoint;

describe('Microsoft Graph', () => {
  it.each([
    [{}, undefined],
    [{ ...people, ENTRA_GRAPH: 'off' }, undefined],
    [people, 'https://graph.microsoft.com'],
    [{ ...people, ...ofGovernment }, 'https://graph.microsoft.us'],
    [
      {
        ...people,
        ENTRA_AUTHORITY: 'https://login.chinacloudapi.cn',
        AZURE_ARM_ENDPOINT: 'https://management.chinacloudapi.cn',
      },
      'https://microsoftgraph.chinacloudapi.cn',
    ],
    [
      { ...people, ...ofGovernment, ENTRA_GRAPH_ENDPOINT: 'https://dod-graph.microsoft.us/v1.0' },
      'https://dod-graph.microsoft.us',
    ],
    [
      {
        ...people,
        ENTRA_AUTHORITY: 'https://127.0.0.1:4443',
        ENTRA_GRAPH_ENDPOINT: 'https://127.0.0.1:4443',
      },
      'https://127.0.0.1:4443',
    ],
  ])('with %o is asked at %s', (environment, endpoint) => {
    expect(endpointOf(environment)).toBe(endpoint);
  });

  it.each([
    [{ ENTRA_GRAPH: 'on' }, 'ENTRA_GRAPH: is of no use without ENTRA_TENANT_IDS'],
    [
      { ...people, ENTRA_AUTHORITY: 'https://127.0.0.1:4443' },
      'ENTRA_GRAPH_ENDPOINT: is required where ENTRA_AUTHORITY',
    ],
    [
      { ...people, ENTRA_AUTHORITY: 'https://login.microsoftonline.us' },
      "people come from Azure US Government (ENTRA_AUTHORITY), and the credential is public Azure's",
    ],
    [{ ...people, ENTRA_GRAPH: 'yes' }, 'ENTRA_GRAPH: '],
    [
      { ...people, ENTRA_GRAPH_ENDPOINT: 'http://graph.microsoft.com' },
      'ENTRA_GRAPH_ENDPOINT: must be an https:// URL',
    ],
  ])('with %o cannot be asked, and a line says why', (environment, line) => {
    expect(() => endpointOf(environment)).toThrow(ConfigError);
    expect(() => endpointOf(environment)).toThrow(line);
  });
});
