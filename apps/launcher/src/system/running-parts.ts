/** How to end a part; `forced` when somebody ran out of patience. */
export type StopPart = (forced: boolean) => Promise<void>;

/** What was started, to be ended in the reverse order; those added together end together. */
export class RunningParts {
  private readonly stages: StopPart[][] = [];
  private stopping: Promise<void> | undefined;
  private forced = false;

  add(...stops: StopPart[]): void {
    this.stages.push(stops);
  }

  /** Ends everything, each part even when another one fails to end. Asked again with `forced`, it ends the rest at once. */
  async stop(forced = false): Promise<void> {
    if (forced && this.stopping && !this.forced) {
      this.forced = true;
      await Promise.all(this.stages.toReversed().map((stops) => endAll(stops, true)));
    }
    this.forced ||= forced;
    this.stopping ??= this.stopInOrder();
    await this.stopping;
  }

  private async stopInOrder(): Promise<void> {
    for (const stops of this.stages.toReversed()) await endAll(stops, this.forced);
  }
}

async function endAll(stops: readonly StopPart[], forced: boolean): Promise<void> {
  await Promise.allSettled(stops.map((stop) => stop(forced)));
}
