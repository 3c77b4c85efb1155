import { desk } from "./desk";
import { foresight } from "./foresight";
import { names } from "./names";
import { report } from "./report";
import { reviews } from "./reviews";
import { ui } from "./ui";

export const zh = { ...ui, ...report, ...foresight, ...names, ...desk, ...reviews } as const;

export type MessageKey = keyof typeof zh;
