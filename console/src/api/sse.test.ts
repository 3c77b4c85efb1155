import { describe, expect, it } from "vitest";
import { EventStreamParser } from "./sse";

describe("EventStreamParser", () => {
  const stream = ': ping\n\nevent: outcome\ndata: {"a":"退款😡"}\n\ndata: one\r\ndata: two\r\n\r\nevent: x\n\n';
  const expected = [
    { event: "outcome", data: '{"a":"退款😡"}' },
    { event: "message", data: "one\ntwo" },
  ];

  it("gives the same events however the text is sliced", () => {
    for (let size = 1; size <= stream.length; size += 1) {
      const parser = new EventStreamParser();
      const got = [];
      for (let at = 0; at < stream.length; at += size) got.push(...parser.feed(stream.slice(at, at + size)));
      expect(got).toEqual(expected);
    }
  });

  it("keeps an unfinished event back", () => {
    const parser = new EventStreamParser();
    expect(parser.feed("event: delivery\ndata: {}\n")).toEqual([]);
    expect(parser.feed("\n")).toEqual([{ event: "delivery", data: "{}" }]);
  });
});
