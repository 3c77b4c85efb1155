/** Names for the shapes of the service, as far as the console uses them; `schema.ts` is made from its OpenAPI. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Action = Schemas["ActionShape"];
export type ActionStatus = Schemas["DeliveryStatus"];
export type ConversationDetail = Schemas["ConversationDetailShape"];
export type ConversationSummary = Schemas["ConversationShape"];
export type ListPage = Schemas["ConversationsShape"];
export type LiveUpdate = Schemas["LiveShape"];
export type Overview = Schemas["OverviewShape"];
export type Reading = Schemas["ReadingShape"];
export type Reason = Schemas["ReasonShape"];
export type Tier = Schemas["Tier"];
export type Turn = Schemas["TurnShape"];
