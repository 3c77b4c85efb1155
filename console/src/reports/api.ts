/** Calls of the reports page. */
import { json, request, send } from "../api/client";
import type { components } from "../api/schema";

type Schemas = components["schemas"];

export type MadeReport = Schemas["MadeReportShape"];
export type MadeReports = Schemas["MadeReportsShape"];
export type Delivery = Schemas["ReportDeliveryShape"];
export type Format = Schemas["ReportFormat"];
export type Period = Schemas["PeriodKind"];
export type Schedule = Schemas["ReportScheduleShape"];
export type Schedules = Schemas["ReportSchedulesShape"];
export type ScheduleBody = Schemas["ReportScheduleBody"];
export type OrderBody = Schemas["ReportOrderBody"];

export function getReports(_query: string, signal: AbortSignal): Promise<MadeReports> {
  return json("v1/reports?limit=100", { signal });
}

export function getReport(id: string, signal: AbortSignal): Promise<MadeReport> {
  return json(`v1/reports/${encodeURIComponent(id)}`, { signal });
}

export function orderReport(body: OrderBody): Promise<MadeReport> {
  return send("POST", "v1/reports", body);
}

export function makeAgain(id: string): Promise<MadeReport> {
  return send("POST", `v1/reports/${id}/again`);
}

export function dropReport(id: string): Promise<void> {
  return send("DELETE", `v1/reports/${id}`);
}

export function sendAgain(report: string, delivery: string): Promise<MadeReport> {
  return send("POST", `v1/reports/${report}/deliveries/${delivery}/again`);
}

export async function getFile(id: string, format: Format, signal?: AbortSignal): Promise<Blob> {
  return (await request(`v1/reports/${id}/${format}`, signal ? { signal } : {})).blob();
}

export async function getPage(id: string, signal: AbortSignal): Promise<string> {
  return (await getFile(id, "html", signal)).text();
}

export function getSchedules(_query: string, signal: AbortSignal): Promise<Schedules> {
  return json("v1/report-schedules", { signal });
}

export function addSchedule(body: ScheduleBody): Promise<Schedule> {
  return send("POST", "v1/report-schedules", body);
}

export function changeSchedule(id: string, body: ScheduleBody): Promise<Schedule> {
  return send("PUT", `v1/report-schedules/${id}`, body);
}

export function dropSchedule(id: string): Promise<void> {
  return send("DELETE", `v1/report-schedules/${id}`);
}
