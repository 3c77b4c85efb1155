import { access } from "./access";
import { files } from "./files";
import { flaws } from "./flaws";
import { foresight } from "./foresight";
import { insight } from "./insight";
import { names } from "./names";
import { report } from "./report";
import { scripts } from "./scripts";
import { desk } from "./desk";
import { foresight } from "./foresight";
import { meanings } from "./meanings";
import { names } from "./names";
import { policies } from "./policies";
import { report } from "./report";
import { reviews } from "./reviews";
import { settings } from "./settings";
import { ui } from "./ui";
import { wall } from "./wall";

export const en = { ...ui, ...report, ...foresight, ...files, ...names };
export const en = { ...ui, ...report, ...foresight, ...names, ...wall };
export const en = {
  ...ui,
  ...report,
  ...foresight,
  ...scripts,
  ...names,
};
export const en = { ...ui, ...report, ...foresight, ...names, ...desk, ...reviews };
  ...files,
  ...names,
  ...access,
  ...settings,
};
export const en = { ...ui, ...report, ...foresight, ...files, ...insight, ...names };
  ...names,
  ...files,
  ...policies,
  ...meanings,
  ...flaws,
};
