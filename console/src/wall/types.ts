/** Names for the shapes of the wall. */
import type { components } from "../api/schema";

type Schemas = components["schemas"];

export type Tile = Schemas["TileShape"];
export type Load = Schemas["LoadShape"];
export type Wall = Schemas["WallShape"];
export type AlarmCase = Schemas["AlarmCaseShape"];
export type AlarmPage = Schemas["AlarmsShape"];
export type AlarmDetail = Schemas["AlarmDetailShape"];
export type Receivers = Schemas["ReceiversShape"];
export type AlarmState = Schemas["AlarmState"];
export type Resolution = Schemas["Resolution"];
