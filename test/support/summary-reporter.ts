import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends the run with one line for machines and hurried people: `12 passed, 0 failed`, and how many were skipped. Before it
 * come the suites that say why they were skipped.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    const skipped: string[] = [];
    for (const module of modules) {
      for (const suite of module.children.allSuites())
        if (suite.name.includes(': skipped: ')) skipped.push(suite.name);
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      if (module.state() === 'failed') count.failed += module.errors().length;
    }
    const line = [`${count.passed} passed`, `${count.failed + count.pending} failed`];
    if (count.skipped > 0) line.push(`${count.skipped} skipped`);
    // Last of all, after what other reporters still print.
    const lines = [...skipped, line.join(', ')].map((text) => `${text}\n`);
    process.once('exit', () => process.stdout.write(lines.join('')));
  }
}
