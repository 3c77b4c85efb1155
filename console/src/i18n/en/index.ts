import { names } from "./names";
import { ui } from "./ui";

export const en = { ...ui, ...names };
