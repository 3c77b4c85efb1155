import { foresight } from "./foresight";
import { names } from "./names";
import { report } from "./report";
import { scripts } from "./scripts";
import { ui } from "./ui";

export const en = {
  ...ui,
  ...report,
  ...foresight,
  ...scripts,
  ...names,
};
