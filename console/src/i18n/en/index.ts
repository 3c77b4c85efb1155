import { flaws } from "./flaws";
import { files } from "./files";
import { foresight } from "./foresight";
import { meanings } from "./meanings";
import { names } from "./names";
import { policies } from "./policies";
import { report } from "./report";
import { ui } from "./ui";

export const en = {
  ...ui,
  ...report,
  ...foresight,
  ...names,
  ...policies,
  ...meanings,
  ...flaws,
};
export const en = { ...ui, ...report, ...foresight, ...files, ...names };
