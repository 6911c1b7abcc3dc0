import { setTimeout as sleep } from 'node:timers/promises';
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';

/** What stands in for Azure's network: everything that is put is being created for ever. Says when it got each. */
export class ArmInMemory implements HttpClient {
  /** By the path, in lower case: when its first PUT came, in milliseconds since 1970. */
  readonly firstPutMs = new Map<string, number>();
  private readonly bodies = new Map<string, object>();

  /** `latencyMs`: how long it takes to answer. */
  constructor(private readonly latencyMs: number) {}

  async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    const path = new URL(request.url).pathname.toLowerCase();
    const { body: sent } = request;
    if (typeof sent === 'string' && request.method === 'PUT')
      this.put(path, JSON.parse(sent) as object);
    const body = path.endsWith('/computes')
      ? { value: [...this.bodies].flatMap(([id, one]) => (id.startsWith(path) ? one : [])) }
      : this.bodies.get(path);
    if (this.latencyMs > 0) await sleep(this.latencyMs);
    return {
      request,
      headers: createHttpHeaders({ 'content-type': 'application/json' }),
      status: body ? (request.method === 'PUT' ? 201 : 200) : 404,
      bodyAsText: JSON.stringify(body ?? { error: { code: 'ResourceNotFound', message: 'None.' } }),
    };
  }

  private put(path: string, body: object): void {
    if (!this.firstPutMs.has(path)) this.firstPutMs.set(path, Date.now());
    const { properties = {} } = body as { properties?: object };
    this.bodies.set(path, {
      ...body,
      id: path,
      name: path.split('/').at(-1),
      properties: {
        ...properties,
        provisioningState: 'Creating',
      },
    });
  }
}
