import { access } from "./access";
import { foresight } from "./foresight";
import { names } from "./names";
import { report } from "./report";
import { settings } from "./settings";
import { ui } from "./ui";

export const zh = {
  ...ui,
  ...report,
  ...foresight,
  ...names,
  ...access,
  ...settings,
} as const;

export type MessageKey = keyof typeof zh;
