import { files } from "./files";
import { foresight } from "./foresight";
import { names } from "./names";
import { report } from "./report";
import { reports } from "./reports";
import { ui } from "./ui";

export const zh = { ...ui, ...report, ...foresight, ...files, ...reports, ...names } as const;

export type MessageKey = keyof typeof zh;
