import { parseExactly } from '#libs/kernel';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';

/** One change of one record; `null` deletes it. */
export type Change = [collection: string, key: string, value: unknown];

/**
 * An append-only file of JSON lines; a line is what changed together. A line is in the page cache before `append`
 * returns, so it survives kill -9 of this process. A torn last line (killed while writing) was never answered for and
 * is cut off.
 */
export class Journal {
  private file: number | undefined;

  constructor(private readonly path: string) {}

  /** Calls `apply` for every change ever appended, in order. Returns how many changes there were. */
  replay(apply: (change: Change) => void): number {
    let count = 0;
    if (existsSync(this.path)) {
      for (const line of this.completeLines())
        for (const change of parseExactly(line) as Change[]) {
          apply(change);
          count += 1;
        }
    }
    this.file = openSync(this.path, 'a');
    return count;
  }

  append(changes: readonly Change[]): void {
    if (this.file === undefined) throw new Error('the journal is closed');
    writeSync(this.file, `${JSON.stringify(changes)}\n`);
  }

  /** Replaces the file by one that holds just `changes`. Atomic: a crash leaves the old or the new. */
  rewrite(changes: Iterable<Change>): void {
    const fresh = `${this.path}.new`;
    const file = openSync(fresh, 'w');
    for (const change of changes) writeSync(file, `${JSON.stringify([change])}\n`);
    closeSync(file);
    this.close();
    renameSync(fresh, this.path);
    this.file = openSync(this.path, 'a');
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private completeLines(): string[] {
    const content = readFileSync(this.path);
    const end = content.lastIndexOf(0x0a) + 1;
    if (end < content.length) this.cut(end);
    return content
      .subarray(0, end)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
  }

  private cut(length: number): void {
    const file = openSync(this.path, 'r+');
    ftruncateSync(file, length);
    closeSync(file);
  }
}
