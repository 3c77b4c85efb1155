import { files } from "./files";
import { foresight } from "./foresight";
import { names } from "./names";
import { report } from "./report";
import { reports } from "./reports";
import { ui } from "./ui";

export const en = { ...ui, ...report, ...foresight, ...files, ...reports, ...names };
