/** Streams that share the reading of a row share the event that tells of it, and what is answered to that. */
export class EventsOfRows {
  private readonly events = new WeakMap<object, object>();

  of(row: object, tell: () => object): object {
    const event = this.events.get(row) ?? tell();
    this.events.set(row, event);
    return event;
  }
}
