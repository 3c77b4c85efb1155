import { names } from "./names";
import { ui } from "./ui";

export const zh = { ...ui, ...names } as const;

export type MessageKey = keyof typeof zh;
