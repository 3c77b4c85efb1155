/** What the settings page asks of the service. */
import { json, request, send } from "../api/client";
import type { components } from "../api/schema";
import type { ListPage } from "../api/types";

type Schemas = components["schemas"];

export type ApiKey = Schemas["KeyShape"];
export type MadeKey = Schemas["MadeKeyShape"];
export type Access = Schemas["Access"];
export type Destination = Schemas["DestinationShape"];
export type Attempt = Schemas["AttemptShape"];
export type Retention = Schemas["RetentionShape"];
export type RetentionSet = Schemas["RetentionSetShape"];
export type Expired = Schemas["ExpiredShape"];
export type Person = Schemas["PersonShape"];
export type Legal = Schemas["LegalShape"];
export type Switches = Schemas["SwitchesShape"];
export type AuditPage = Schemas["AuditShape"];
export type AuditEntry = Schemas["AuditEntryShape"];
export type AuditCheck = Schemas["AuditCheckShape"];
export type System = Schemas["SystemShape"];
export type Deliveries = Schemas["ActionsShape"];
export type { ListPage };

export const ACCESSES: readonly Access[] = ["admin", "supervisor", "operator", "agent", "auditor"];

const get = <T>(path: string) => (query: string, signal: AbortSignal): Promise<T> =>
  json(query === "" ? path : `${path}?${query}`, { signal });

export const getKeys = get<Schemas["KeysShape"]>("v1/keys");
export const getDestinations = get<Schemas["DestinationsShape"]>("v1/destinations");
export const getDeliveries = get<Deliveries>("v1/actions");
export const getRetention = get<RetentionSet>("v1/settings/retention");
export const getPreview = get<Expired>("v1/settings/retention/preview");
export const getLegal = get<Legal>("v1/settings/legal");
export const getAudit = get<AuditPage>("v1/audit");
export const getSystem = get<System>("v1/system");

export const makeKey = (name: string, access: Access): Promise<MadeKey> => send("POST", "v1/keys", { name, access });
export const revokeKey = (id: string): Promise<void> => send("DELETE", `v1/keys/${encodeURIComponent(id)}`);
export type NewDestination = Required<Schemas["NewDestinationShape"]>;
export const HANDS = ["webhook", "wecom", "dingtalk", "feishu"] as const;
export const KINDS = ["alert", "script", "review", "route", "compensate", "callback", "tag", "note", "guide"] as const;
export const TIERS = ["none", "mild", "moderate", "severe"] as const;
export const addDestination = (one: NewDestination) => send<unknown>("POST", "v1/destinations", one);
export const changeDestination = (name: string, one: Omit<NewDestination, "name">) =>
  send<unknown>("PUT", `v1/destinations/${name}`, one);
export const removeDestination = (name: string) => send<unknown>("DELETE", `v1/destinations/${name}`);
export const tryDestination = (name: string): Promise<Attempt> => send("POST", `v1/destinations/${name}/test`);
export const switchDestination = (name: string, on: boolean): Promise<Destination> =>
  send("POST", `v1/destinations/${name}/switch`, { on });
export const replay = (id: string): Promise<void> => request(`v1/actions/${id}/replay`, { method: "POST" }).then(() => undefined);
export const putRetention = (retention: Retention): Promise<RetentionSet> =>
  send("PUT", "v1/settings/retention", retention);
export const putLegal = (switches: Switches): Promise<Legal> => send("PUT", "v1/settings/legal", switches);
export const findPerson = (customer: string): Promise<Person> => send("POST", "v1/persons/find", { customer });
export const erasePerson = (customer: string): Promise<Person> =>
  send("POST", `v1/persons/${customer}/erase`, { confirm: customer });
export const verifyAudit = (): Promise<AuditCheck> => json("v1/audit/verify");

/** Fetches a file with the person's own rights, and hands it to the browser to keep. */
export async function download(path: string, name: string): Promise<void> {
  const answer = await request(path);
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
