import { access } from "./access";
import { deeds } from "./deeds";
import { desk } from "./desk";
import { files } from "./files";
import { flaws } from "./flaws";
import { foresight } from "./foresight";
import { insight } from "./insight";
import { meanings } from "./meanings";
import { names } from "./names";
import { policies } from "./policies";
import { report } from "./report";
import { reports } from "./reports";
import { reviews } from "./reviews";
import { scripts } from "./scripts";
import { settings } from "./settings";
import { ui } from "./ui";
import { wall } from "./wall";

export const en = {
  ...access,
  ...deeds,
  ...desk,
  ...files,
  ...flaws,
  ...foresight,
  ...insight,
  ...meanings,
  ...names,
  ...policies,
  ...report,
  ...reports,
  ...reviews,
  ...scripts,
  ...settings,
  ...ui,
  ...wall,
};
