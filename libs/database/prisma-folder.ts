import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder `prisma/` of this project, found from this file upwards: the compiled files lie one
 * level deeper than the sources.
 */
export function findPrismaFolder(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'prisma/schema.prisma'))) return join(folder, 'prisma');
  }
  throw new Error(`looking for prisma/schema.prisma above ${import.meta.dirname}: not there`);
}
