import { access } from "./access";
import { foresight } from "./foresight";
import { names } from "./names";
import { report } from "./report";
import { settings } from "./settings";
import { ui } from "./ui";

export const en = {
  ...ui,
  ...report,
  ...foresight,
  ...names,
  ...access,
  ...settings,
};
