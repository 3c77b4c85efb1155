import { files } from "./files";
import { foresight } from "./foresight";
import { names } from "./names";
import { report } from "./report";
import { ui } from "./ui";

export const zh = { ...ui, ...report, ...foresight, ...files, ...names } as const;

export type MessageKey = keyof typeof zh;
