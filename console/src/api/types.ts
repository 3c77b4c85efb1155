/** Names for the shapes of the service, as far as the console uses them; `schema.ts` is made from its OpenAPI. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Access = Schemas["Access"];
export type Action = Schemas["ActionShape"];
export type ActionStatus = Schemas["DeliveryStatus"];
export type CalibrationTenth = Schemas["CalibrationShape"];
export type ConversationDetail = Schemas["ConversationDetailShape"];
export type ConversationSummary = Schemas["ConversationShape"];
export type Door = Schemas["DoorShape"];
export type Foresight = Schemas["ForesightShape"];
export type GroupBy = Schemas["GroupBy"];
export type Interval = Schemas["IntervalShape"];
export type ListPage = Schemas["ConversationsShape"];
export type LiveUpdate = Schemas["LiveShape"];
export type Me = Schemas["MeShape"];
export type Overview = Schemas["OverviewShape"];
export type Quartiles = Schemas["QuartilesShape"];
export type Reading = Schemas["ReadingShape"];
export type Reason = Schemas["ReasonShape"];
export type Relief = Schemas["ReliefShape"];
export type Right = Schemas["Right"];
export type Satisfaction = Schemas["SatisfactionShape"];
export type Session = Schemas["SessionShape"];
export type Tier = Schemas["Tier"];
export type Turn = Schemas["TurnShape"];
export type User = Schemas["UserShape"];
export type WarningGroup = Schemas["WarningGroupShape"];
export type WarningReport = Schemas["WarningReportShape"];
export type TierFigures = Schemas["WarningTierShape"];
