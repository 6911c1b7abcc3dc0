import { Inject, Injectable } from '@nestjs/common';
import {
  localhostAllowedHostnames,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server';
import type { IncomingHttpHeaders } from 'node:http';
import { SETTINGS, type ApiSettings } from '../parts/parts.js';

export const mcpPath = '/mcp';

/**
 * Where agents reach this process: at loopback, and where ARMATURE_PUBLIC_URLS says. A page whose name was made to point
 * here (DNS rebinding) comes with another Host, or with its Origin.
 */
@Injectable()
export class PublicAddresses {
  private readonly urls: readonly URL[];
  private readonly hosts: string[];
  private readonly origins: string[];

  constructor(@Inject(SETTINGS) { publicUrls, http }: ApiSettings) {
    this.urls = publicUrls.map((url) => new URL(url));
    this.hosts = [...localhostAllowedHostnames(), ...this.urls.map(({ hostname }) => hostname)];
    this.origins = [...this.hosts, ...http.corsOrigins.map((origin) => new URL(origin).hostname)];
  }

  /** Why nobody is answered who comes so; undefined where they are. Repeats nothing of what they sent. */
  refusalOf({ host, origin }: IncomingHttpHeaders): string | undefined {
    if (!validateHostHeader(host, this.hosts).ok)
      return 'This is not answered under that Host. Whoever runs it names it in ARMATURE_PUBLIC_URLS; proxies must pass it on.';
    if (!validateOriginHeader(origin, this.origins).ok)
      return 'Pages of that Origin may not ask. Whoever runs it names it in ARMATURE_CORS_ORIGINS.';
    return undefined;
  }

  /** The address of /mcp for who came by an allowed Host: as it is told, to the letter, or loopback's. */
  resourceFor(host = ''): string {
    const { hostname } = new URL(`http://${host}`);
    const named = this.urls.find((url) => url.hostname === hostname);
    return `${named?.origin ?? `http://${host}`}${mcpPath}`;
  }
}
