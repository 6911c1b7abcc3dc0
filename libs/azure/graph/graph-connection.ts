import { setTimeout as sleep } from 'node:timers/promises';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { LimitFunction } from 'p-limit';
import { isObject, type Clock, type Json } from '#libs/kernel';
import { readAnswer, type ArmAnswer } from '../arm-answer.js';
import type { Sender } from '../arm-pipeline.js';
import { trustedUrl } from '../arm-url.js';
import { CredentialError } from '../credential/credential-error.js';
import { orAborted } from '../connections/or-aborted.js';
import { notAfter } from '../connections/punctual.js';
import type { AzureStanding, GraphQuestion } from '../standing/azure-standing.js';
import { explainAnswer, explainSilence, paused, notAsGraph } from './explain-graph.js';
import type { GraphFailure } from './graph-failure.js';

/** As many objects as a page may hold, times this: who is in more groups is in too many for anybody to say which. */
const mostPages = 30;

/** What is asked, and until when an answer is of use. */
export interface GraphRequest {
  question: GraphQuestion;
  /** With its query, e.g. `/groups?$top=1`. */
  path: string;
  timeoutMs: number;
}

interface Until {
  signal: AbortSignal;
  atMs: number;
}

/** Microsoft Graph of one tenant: everything on all pages, and no request while it wants to be left alone. */
export class GraphConnection {
  private quietUntilMs = 0;

  constructor(
    private readonly parts: {
      /** e.g. `https://graph.microsoft.com` */
      endpoint: string;
      sender: Sender;
      standing: AzureStanding;
      /** Lets so many requests of the process through at a time. */
      limit: LimitFunction;
      clock: Clock;
    },
  ) {}

  /** Rejects with GraphFailure; how Graph takes us is told to the standing. */
  async list({ question, path, timeoutMs }: GraphRequest): Promise<Json[]> {
    const signal = AbortSignal.timeout(timeoutMs);
    const until = { signal, atMs: this.parts.clock.monotonicMs() + timeoutMs };
    try {
      const found = await this.readPages(path, question, until);
      this.note(question);
      return found;
    } catch (cause) {
      const failure = explainSilence(cause, signal.aborted);
      if (!failure) throw cause;
      // A credential tells its standing itself.
      if (!(cause instanceof CredentialError)) this.note(question, failure);
      throw failure;
    }
  }

  private note(question: GraphQuestion, failure?: GraphFailure): void {
    const { standing } = this.parts;
    if (failure?.kind === 'away') return standing.failed('graph', failure.problem);
    standing.works('graph');
    if (failure?.kind === 'refused') standing.failed(question, failure.problem);
    else standing.works(question);
  }

  private async readPages(path: string, question: GraphQuestion, until: Until): Promise<Json[]> {
    const { endpoint } = this.parts;
    const found: Json[] = [];
    let url = `${endpoint}/v1.0${path}`;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const { value, '@odata.nextLink': next } = await this.read(url, question, until);
      if (!Array.isArray(value)) throw notAsGraph('without a list');
      found.push(...value.filter(isObject));
      if (next === undefined) return found;
      const trusted = typeof next === 'string' ? trustedUrl(endpoint, next) : undefined;
      if (trusted === undefined) throw notAsGraph('with a next page on another host');
      url = trusted;
    }
    throw notAsGraph(`more than ${mostPages} pages`);
  }

  /** A page; asked for again where Graph says when, and an answer is of use by then. */
  private async read(url: string, question: GraphQuestion, until: Until): Promise<Json> {
    for (;;) {
      await this.waitOutQuiet(until);
      const answer = await this.parts.limit(() => this.send(url, until));
      if (answer.status === 200 && isObject(answer.body)) return answer.body;
      if (answer.status === 200) throw notAsGraph('with what is no JSON');
      const failure = explainAnswer(answer, question, this.parts.clock.now());
      if (failure.retryAfterSeconds === undefined) throw failure;
      this.quietUntilMs = this.parts.clock.monotonicMs() + failure.retryAfterSeconds * 1_000;
      if (this.quietUntilMs > until.atMs) throw failure;
    }
  }

  private async waitOutQuiet({ atMs, signal }: Until): Promise<void> {
    const leftMs = this.quietUntilMs - this.parts.clock.monotonicMs();
    if (leftMs <= 0) return;
    if (this.quietUntilMs > atMs) throw paused(429, Math.ceil(leftMs / 1_000));
    await sleep(leftMs, undefined, { signal });
  }

  /** Only once it is its turn: whoever has no use for the answer any more is not sent for. */
  private async send(url: string, { signal, atMs }: Until): Promise<ArmAnswer> {
    signal.throwIfAborted();
    const { sender, clock } = this.parts;
    const request = createPipelineRequest({
      method: 'GET',
      url,
      headers: createHttpHeaders({ accept: 'application/json' }),
      abortSignal: signal,
      requestOverrides: notAfter(atMs - clock.monotonicMs()),
    });
    return readAnswer(await orAborted(sender.send(request), signal));
  }
}
