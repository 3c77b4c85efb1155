import { files } from "./files";
import { foresight } from "./foresight";
import { insight } from "./insight";
import { names } from "./names";
import { report } from "./report";
import { ui } from "./ui";

export const en = { ...ui, ...report, ...foresight, ...files, ...insight, ...names };
