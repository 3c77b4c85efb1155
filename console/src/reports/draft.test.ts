import { expect, test } from "vitest";
import type { Schedule } from "./api";
import { draftOf, emptyDraft, orderBody, scheduleBody, size, wrongMails } from "./draft";

const SCHEDULE: Schedule = {
  id: "weekly", name: "周报", period: "week", at: "08:10", time_zone: "Asia/Shanghai", scene: "", channel: "wechat", team: "",
  language: "zh", formats: ["html", "pdf"], mail_to: ["boss@example.com"], webhooks: ["crm"], enabled: true, preset: true,
  next_at: null, last_at: null,
};

test("a schedule that is opened and saved unchanged stays what it was", () => {
  const { id: _id, preset: _preset, next_at: _next, last_at: _last, ...body } = SCHEDULE;
  expect(scheduleBody(draftOf(SCHEDULE))).toEqual(body);
});

test("an order without a day asks for the last period that is over", () => {
  const draft = emptyDraft("Asia/Shanghai", "zh");
  expect(orderBody(draft).day).toBeNull();
  expect(orderBody({ ...draft, day: "2026-11-18", name: " 给经理 " })).toMatchObject({ day: "2026-11-18", name: "给经理" });
});

test("addresses that cannot be one are named", () => {
  expect(wrongMails(["a@example.com", "a@", "b c@example.com", "王经理"])).toEqual(["a@", "b c@example.com", "王经理"]);
});

test("sizes are told in round numbers", () => {
  expect([size(12), size(171_046), size(2_345_678)]).toEqual(["1 kB", "171 kB", "2.3 MB"]);
});
