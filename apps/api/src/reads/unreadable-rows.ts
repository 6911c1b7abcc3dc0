import { channel } from 'node:diagnostics_channel';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { LOG, type Log } from '#libs/log';
import type { ResourceKind } from '#libs/resources';

/** A row that holds what its kind's schemas do not allow. The values stay out: nobody knows what they are. */
export interface RowReadInPart {
  id: string;
  kind: ResourceKind;
  /** E.g. `desired.scale`. */
  fields: string[];
}

const rows = channel('armature.unreadable-row');

/** Tells whoever logs of a row that could not be read whole. */
export const reportUnreadable = (row: RowReadInPart): void => rows.publish(row);

/** Logs each such row once for the same fields, as long as it is among the last ten thousand. */
@Injectable()
export class UnreadableRows implements OnModuleInit, OnApplicationShutdown {
  private readonly known = new LRUCache<string, true>({ max: 10_000 });

  constructor(@Inject(LOG) private readonly log: Log) {}

  onModuleInit(): void {
    rows.subscribe(this.hear);
  }

  onApplicationShutdown(): void {
    rows.unsubscribe(this.hear);
  }

  private readonly hear = (message: unknown): void => {
    const row = message as RowReadInPart;
    const key = [row.id, ...row.fields].join(' ');
    if (this.known.has(key)) return;
    this.known.set(key, true);
    this.log.warn(row, 'a row was read only in part');
  };
}
