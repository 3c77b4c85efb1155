import { desk } from "./desk";
import { foresight } from "./foresight";
import { names } from "./names";
import { report } from "./report";
import { reviews } from "./reviews";
import { ui } from "./ui";

export const en = { ...ui, ...report, ...foresight, ...names, ...desk, ...reviews };
