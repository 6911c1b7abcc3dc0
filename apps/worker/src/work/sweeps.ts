import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { rememberVCpus, weighComputes } from '#libs/ceilings';
import { readSurroundings } from '#libs/diagnosis';
import {
  knowSubscriptions,
  observeSubscriptions,
  observeUnresolved,
  observeWorkspaces,
} from '#libs/discovery';
import { rememberPrices } from '#libs/estimates';
import { computeKindsOf } from '#libs/kinds';
import { ConnectedClusterSweep } from '#libs/kinds/connected-clusters';
import { LOG, type Log } from '#libs/log';
import { refreshPrices } from '#libs/prices';
import { Azure } from '../outside/azure.js';
import { WorkerSettings } from '../outside/worker-settings.js';
import { Engine } from '../engine/engine.js';
import { Schedules } from './schedules.js';

/** A slow list holds up the others of its round: two take turns. */
const sweepsAtOnce = 2;
const workspacesPerRound = 6;
/** Two reads and a few: an offline cluster shows well within a minute. */
const clustersEveryMs = 10_000;
/** What somebody began in another subscription is found within a minute of that. */
const subscriptionsEveryMs = 10_000;
/** Few at any time: five reads a second at most. */
const unresolvedEveryMs = 2_000;
const unresolvedPerRound = 10;
const surroundingsEveryMs = 2_000;
/** Locks and limits change more seldom than what moves between them. */
const looksPerReading = 6;

/** Somebody who asks for a region for the first time has its prices within seconds. */
const pricesEveryMs = 2_000;
/** What was scaled down or deleted makes room within seconds. */
const weighEveryMs = 2_000;
/** Prices move seldom, and by little. */
const weighAllEveryMs = 3_600_000;

/** Looks at what stands in Azure, whoever changed it. */
@Injectable()
export class Sweeps extends Schedules implements OnApplicationBootstrap {
  constructor(
    private readonly engine: Engine,
    private readonly azure: Azure,
    private readonly settings: WorkerSettings,
    @Inject(LOG) log: Log,
  ) {
    super(log);
  }

  onApplicationBootstrap(): void {
    const { observe } = this.engine;
    const clusters = new ConnectedClusterSweep(observe);
    this.every(
      'observing workspaces',
      1_000,
      (signal) => observeWorkspaces(observe, workspacesPerRound, signal),
      sweepsAtOnce,
    );
    this.every('finding out what came of things', unresolvedEveryMs, (signal) =>
      observeUnresolved(observe, unresolvedPerRound, signal),
    );
    this.listSubscriptions();
    this.every('observing connected clusters', clustersEveryMs, (signal) => clusters.run(signal));
    this.readAround();
    this.readPrices();
    this.weigh();
  }

  private listSubscriptions(): void {
    const { observe } = this.engine;
    const { subscriptionId } = this.azure;
    const configured = subscriptionId === undefined ? [] : [subscriptionId];
    this.every('knowing subscriptions', subscriptionsEveryMs, () =>
      knowSubscriptions(observe.pool, configured),
    );
    this.every('listing subscriptions', 1_000, (signal) => observeSubscriptions(observe, signal));
  }

  private readAround(): void {
    const { pool, arm, kinds, pace } = this.engine.observe;
    const around = { computes: computeKindsOf(kinds), machines: kinds.machines };
    const readingPace = { againSeconds: looksPerReading * pace.movingSeconds };
    this.every('reading what is around computes', surroundingsEveryMs, (signal) =>
      readSurroundings({ pool, arm, kinds: around }, readingPace, signal),
    );
  }

  private readPrices(): void {
    const { retail, currency } = this.settings.prices;
    if (!retail) return;
    const { pool } = this.engine.observe;
    this.every('reading prices', pricesEveryMs, (signal) =>
      refreshPrices({ pool, retail, currency }, signal),
    );
  }

  private weigh(): void {
    const { pool } = this.engine.observe;
    const { prices } = this.settings;
    const deps = { pool, findPrices: rememberPrices(prices), findVCpus: rememberVCpus() };
    this.every('weighing what changed', weighEveryMs, (signal) =>
      weighComputes(deps, 'changed', signal),
    );
    this.every('weighing all computes', weighAllEveryMs, (signal) =>
      weighComputes(deps, 'every', signal),
    );
  }
}
