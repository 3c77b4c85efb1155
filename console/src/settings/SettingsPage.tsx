/** 设置: keys, deliveries, retention, legal switches, operation log, system; one tab at a time, kept in the address. */
import { type ComponentType, lazy, Suspense, useMemo } from "react";
import { Link, useSearchParams } from "react-router";
import type { Right } from "../api/types";
import { KeyPage } from "../frame/KeyPage";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import type { MessageKey } from "../i18n/zh";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { getSystem } from "./api";
import { AuditTab } from "./AuditTab";
import { DeliveryTab } from "./DeliveryTab";
import { KeysTab } from "./KeysTab";
import { LegalTab } from "./LegalTab";
import { RetentionTab } from "./RetentionTab";
import { SystemTab } from "./SystemTab";
import "./settings.css";
import "./tabs.css";

interface TabEntry {
  readonly name: string;
  readonly title: MessageKey;
  readonly right: Right;
  readonly tab: ComponentType;
}

const UsersTab = lazy(() => import("../users/UsersTab").then((room) => ({ default: room.UsersTab })));

const TABS: readonly TabEntry[] = [
  { name: "users", title: "nav.users", right: "users:manage", tab: UsersTab },
  { name: "keys", title: "settings.keys", right: "keys:manage", tab: KeysTab },
  { name: "delivery", title: "settings.delivery", right: "settings:read", tab: DeliveryTab },
  { name: "retention", title: "settings.retention", right: "settings:read", tab: RetentionTab },
  { name: "legal", title: "settings.legal", right: "settings:read", tab: LegalTab },
  { name: "audit", title: "settings.audit", right: "audit:read", tab: AuditTab },
  { name: "system", title: "settings.system", right: "settings:read", tab: SystemTab },
];

/** On a narrow screen the tabs scroll sideways. */
function intoView(tab: HTMLElement | null) {
  tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export default function SettingsPage() {
  const { t } = useWords();
  const { may } = useMe();
  const [params] = useSearchParams();
  // What every tab may be refused for is found out once, here.
  const { error, again } = useAsked("", getSystem);
  const allowed = useMemo(() => TABS.filter(({ right }) => may(right)), [may]);
  const chosen = allowed.find(({ name }) => name === params.get("tab")) ?? allowed[0];

  if (error?.status === 401 || error?.status === 403) return <KeyPage entered={again} />;
  if (error && !chosen) return <Failure error={error} retry={again} />;
  if (!chosen) return null;
  const Tab = chosen.tab;
  return (
    <div className="settings">
      <h1 className="unseen">{t("nav.settings")}</h1>
      <nav className="settings-tabs" aria-label={t("nav.settings")}>
        {allowed.map(({ name, title }) => (
          <Link key={name} to={`?tab=${name}`} ref={name === chosen.name ? intoView : null}
            aria-current={name === chosen.name ? "page" : undefined}>
            {t(title)}
          </Link>
        ))}
      </nav>
      <Suspense fallback={null}>
        <Tab key={chosen.name} />
      </Suspense>
    </div>
  );
}
