/** The text/event-stream format (HTML standard, section 9.2.6), fed in any slices. */
export interface ServerEvent {
  event: string;
  data: string;
}

export class EventStreamParser {
  private buffer = "";
  private event = "";
  private data: string[] = [];

  /** Takes the next slice of text; gives the events that it completes. Comments and unknown fields are dropped. */
  feed(slice: string): ServerEvent[] {
    this.buffer += slice;
    const done: ServerEvent[] = [];
    for (;;) {
      const end = /\r\n|\n|\r/.exec(this.buffer);
      // A lone CR at the very end may be the first half of CRLF: wait for the rest.
      if (!end || (end[0] === "\r" && end.index === this.buffer.length - 1)) return done;
      const line = this.buffer.slice(0, end.index);
      this.buffer = this.buffer.slice(end.index + end[0].length);
      const event = this.line(line);
      if (event) done.push(event);
    }
  }

  private line(line: string): ServerEvent | null {
    if (line === "") return this.dispatch();
    if (line.startsWith(":")) return null;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.event = value;
    if (field === "data") this.data.push(value);
    return null;
  }

  private dispatch(): ServerEvent | null {
    const event = { event: this.event || "message", data: this.data.join("\n") };
    const empty = this.data.length === 0;
    this.event = "";
    this.data = [];
    return empty ? null : event;
  }
}
