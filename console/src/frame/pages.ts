/** The pages: address, name in the menu, and the right without which a person is not shown the way there. */
import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import type { Right } from "../api/types";
import type { MessageKey } from "../i18n/zh";

export interface PageEntry {
  /** Routes under the same page: `live`, `live/:id`. The first is the menu's. */
  readonly paths: readonly string[];
  readonly title: MessageKey;
  readonly right: Right;
  readonly page: LazyExoticComponent<ComponentType>;
}

export const PAGES: readonly PageEntry[] = [
  { paths: ["live", "live/:id"], title: "nav.live", right: "conversations:read", page: lazy(() => import("../live/LivePage")) },
  { paths: ["wall"], title: "nav.wall", right: "conversations:read", page: lazy(() => import("../wall/WallPage")) },
  { paths: ["insight"], title: "nav.insight", right: "insight:read", page: lazy(() => import("../insight/InsightPage")) },
  { paths: ["policies", "policies/:scene"], title: "nav.policies", right: "policies:read", page: lazy(() => import("../policies/PoliciesPage")) },
  { paths: ["scripts"], title: "nav.scripts", right: "scripts:read", page: lazy(() => import("../scripts/ScriptsPage")) },
  { paths: ["reviews"], title: "nav.reviews", right: "reviews:read", page: lazy(() => import("../reviews/ReviewsPage")) },
  { paths: ["warnings"], title: "nav.warnings", right: "proof:read", page: lazy(() => import("../warnings/WarningsPage")) },
  { paths: ["files"], title: "nav.files", right: "analyses:read", page: lazy(() => import("../files/FilesPage")) },
  { paths: ["reports", "reports/:id"], title: "nav.reports", right: "reports:read", page: lazy(() => import("../reports/ReportsPage")) },
  { paths: ["settings"], title: "nav.settings", right: "settings:read", page: lazy(() => import("../settings/SettingsPage")) },
];
