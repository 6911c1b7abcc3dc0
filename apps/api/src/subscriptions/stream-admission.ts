import { GraphQLError } from 'graphql';

/** How many subscriptions may be open at a time. */
export interface StreamLimits {
  perSocket: number;
  perPrincipal: number;
  /** Of everybody together, in this process. */
  perProcess: number;
}

/** Whoever opens a stream: `signal` is the connection's own. */
interface Opener {
  signal: AbortSignal;
  request: { actor: { principalId: string } };
}

/** Counts the subscriptions that are open and refuses one too many. */
export class StreamAdmission {
  private open = 0;
  private readonly bySocket = new WeakMap<AbortSignal, number>();
  private readonly byPrincipal = new Map<string, number>();

  constructor(private readonly limits: StreamLimits) {}

  /** Answers what to call once, when the stream is over. Throws STREAM_LIMIT_EXCEEDED. */
  enter(opener: Opener): () => void {
    this.check(opener);
    const { signal, request } = opener;
    const { principalId } = request.actor;
    this.count(signal, principalId, 1);
    return () => this.count(signal, principalId, -1);
  }

  /** Throws STREAM_LIMIT_EXCEEDED where no more may be open. */
  check({ signal, request }: Opener): void {
    const { principalId } = request.actor;
    const { perSocket, perPrincipal, perProcess } = this.limits;
    if ((this.bySocket.get(signal) ?? 0) >= perSocket)
      throw tooMany(`This connection has ${perSocket} subscriptions open, as many as one may.`);
    if ((this.byPrincipal.get(principalId) ?? 0) >= perPrincipal)
      throw tooMany(`You have ${perPrincipal} subscriptions open, as many as anybody may.`);
    if (this.open >= perProcess)
      throw tooMany('As many subscriptions are open here as this server takes.');
  }

  private count(socket: AbortSignal, principalId: string, by: 1 | -1): void {
    this.open += by;
    this.bySocket.set(socket, (this.bySocket.get(socket) ?? 0) + by);
    const ofPrincipal = (this.byPrincipal.get(principalId) ?? 0) + by;
    if (ofPrincipal === 0) this.byPrincipal.delete(principalId);
    else this.byPrincipal.set(principalId, ofPrincipal);
  }
}

const tooMany = (why: string): GraphQLError =>
  new GraphQLError(
    `${why} End some, or follow many things by one subscription to operationsUpdated or computeUpdated.`,
    { extensions: { code: 'STREAM_LIMIT_EXCEEDED' } },
  );
