import { files } from "./files";
import { flaws } from "./flaws";
import { foresight } from "./foresight";
import { meanings } from "./meanings";
import { names } from "./names";
import { policies } from "./policies";
import { report } from "./report";
import { ui } from "./ui";

export const zh = {
  ...ui,
  ...report,
  ...foresight,
  ...names,
  ...files,
  ...policies,
  ...meanings,
  ...flaws,
} as const;

export type MessageKey = keyof typeof zh;
