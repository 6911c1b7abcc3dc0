import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '#libs/kernel';
import { controlPath, handleControl, isControl } from './control/control-routes.js';
import { createSimulation } from './create-simulation.js';
import { ArmServer } from './http/serve-arm.js';
import { answerMetadata, isMetadata } from './cloud-metadata/answer-metadata.js';
import { answerAdfs, isAdfs, type AdfsOptions } from './identity/answer-adfs.js';
import { handleGraph, isGraph } from './graph/serve-graph.js';
import { ApiTokens } from './identity/api-tokens.js';
import { handleEntra, isEntra } from './identity/serve-entra.js';
import { serveIdentity } from './identity/serve-identity.js';
import { tenantId, Tokens } from './identity/tokens.js';
import { handleKubernetes, isKubernetes } from './kubernetes/serve-kubernetes.js';
import { listen } from './listen.js';
import { handleRetailPrices, isRetailPrices } from './retail-prices/serve-retail-prices.js';
import type { SimulatorAddress } from './simulator-address.js';
import type { Simulation } from './simulation.js';
import { lockStateDirectory } from './store/lock-state-directory.js';
import type { ThrottleLimits } from './throttling/throttle.js';
import { serverCertificate, type ServerCertificate } from './tls/certificates.js';
import { writeClientEnvironment } from './write-client-environment.js';

export interface SimulatorOptions {
  /** 0 takes any free port. */
  port: number;
  /** Where resources, certificates and secrets live on. Absent: a directory that goes with `stop`. */
  stateDir?: string | undefined;
  /** Simulated seconds per real second; absent: as it was, or 1. */
  clockRate?: number | undefined;
  /** The real clock underneath, for tests. */
  clock?: Clock | undefined;
  /** Ids of subscriptions that are there too. */
  subscriptions?: readonly string[] | undefined;
  /** ARM's limits unless said otherwise. */
  throttling?: ThrottleLimits | 'off' | undefined;
  /** Takes storage accounts and the like that a workspace names for standing. Absent: they must. */
  assumesDependencies?: boolean | undefined;
}

export interface RunningSimulator extends SimulatorAddress {
  /** Ends connections, writes what is left and frees the state directory. */
  stop(): Promise<void>;
}

/** The subscription that is always there. */
const subscriptionId = '34adfa4f-cedf-4dc0-ba29-b6d1a69ab345';
const keepAliveTimeoutMs = 65_000;

/** Starts the simulator. Rejects with a sentence for people where the port or the state directory is in use. */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const isTemporary = options.stateDir === undefined;
  const directory = options.stateDir ?? mkdtempSync(join(tmpdir(), 'azure-simulator-'));
  const unlock = lockStateDirectory(directory);
  const cleanUp = (): void => {
    unlock();
    if (isTemporary) rmSync(directory, { recursive: true, force: true });
  };
  try {
    const { stop: stopServing, ...address } = await serve(options, directory);
    writeClientEnvironment(directory, address);
    const stop = async (): Promise<void> => {
      await stopServing();
      cleanUp();
    };
    return { ...address, stop };
  } catch (error) {
    cleanUp();
    throw error;
  }
}

async function serve(options: SimulatorOptions, directory: string): Promise<RunningSimulator> {
  const certificate = await serverCertificate(directory);
  const simulation = createSimulation({
    journalPath: join(directory, 'journal.jsonl'),
    clock: options.clock ?? systemClock,
    caCertificate: readFileSync(certificate.caFile, 'utf8'),
    subscriptions: [subscriptionId, ...(options.subscriptions ?? [])],
    clockRate: options.clockRate,
    throttling: options.throttling,
    assumesDependencies: options.assumesDependencies,
  });
  const secrets = simulation.store.collection<string>('secrets');
  const tokens = new Tokens(secrets, simulation.clock, simulation.directory);
  const identity = await serveIdentity(simulation, tokens, secrets);
  const apiTokens = new ApiTokens(secrets, simulation.clock);
  const issuers = { tokens, apiTokens, directory: simulation.directory };
  const adfs = { ...issuers, secret: identity.header };
  const server = armServer(simulation, adfs, certificate);
  const port = await listen(server, options.port).catch(async (error: unknown) => {
    await close(identity.server);
    simulation.store.close();
    throw error;
  });
  simulation.store.commit();
  const armEndpoint = `https://127.0.0.1:${port}`;
  return {
    armEndpoint,
    identityEndpoint: identity.url,
    identityHeader: identity.header,
    caFile: certificate.caFile,
    subscriptionId,
    tenantId,
    controlEndpoint: `${armEndpoint}${controlPath}`,
    stop: async () => {
      await Promise.all([close(server), close(identity.server)]);
      simulation.store.close();
    },
  };
}

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

function armServer(
  simulation: Simulation,
  adfs: AdfsOptions,
  { key, cert }: ServerCertificate,
): Server {
  const arm = new ArmServer(simulation, adfs.tokens);
  const doors: [(url: URL) => boolean, Handler][] = [
    [isMetadata, async (...exchange) => answerMetadata(...exchange)],
    [isAdfs, (...exchange) => answerAdfs(adfs, ...exchange)],
    [isEntra, (...exchange) => handleEntra(simulation, adfs, ...exchange)],
    [isGraph, (...exchange) => handleGraph(simulation, adfs.tokens, ...exchange)],
    [isRetailPrices, (...exchange) => handleRetailPrices(simulation, ...exchange)],
    [isKubernetes, (...exchange) => handleKubernetes(simulation, ...exchange)],
    [isControl, (...exchange) => handleControl(simulation, ...exchange)],
  ];
  const server = createServer({ key, cert }, (request, response) => {
    // Clients that append to an endpoint with a slash at its end send two.
    const url = URL.parse((request.url ?? '/').replace(/^\/+/, '/'), 'https://localhost');
    if (!url) return void response.writeHead(400).end();
    const handle: Handler =
      doors.find(([leadsTo]) => leadsTo(url))?.[1] ?? ((...exchange) => arm.handle(...exchange));
    handle(request, response, url).catch((error: unknown) => {
      process.stderr.write(`azure-simulator: ${String(error)}\n`);
      request.socket.destroy();
    });
  });
  server.keepAliveTimeout = keepAliveTimeoutMs;
  return server;
}

function close(server: {
  close(done: () => void): unknown;
  closeAllConnections(): void;
}): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
