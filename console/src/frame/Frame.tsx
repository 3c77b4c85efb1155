/** What stands around every page: name, menu, language, and who is signed in. */
import { Segmented } from "antd";
import { useEffect, useRef } from "react";
import { NavLink, Outlet, useLocation } from "react-router";
import { Door } from "../door/Door";
import { type Language, useWords } from "../i18n";
import { PAGES } from "./pages";
import { useMe } from "./useMe";
import { UserMenu } from "./UserMenu";

const LANGUAGES: { value: Language; label: string }[] = [
  { value: "zh", label: "中文" },
  { value: "en", label: "EN" },
];

export function Frame() {
  const { t, language, choose } = useWords();
  const { may, presence } = useMe();
  const menu = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a narrow screen the menu scrolls sideways; where one is must be seen.
  useEffect(() => {
    menu.current?.querySelector(".active")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname, presence]);
  return (
    <div className="frame">
      <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
        {t("app.skip")}
      </button>
      <header className="top">
        <span className="brand">
          <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
            <path d="M3 18h5l3-10 5 17 4-12 2 5h7" className="brand-line" />
          </svg>
          {t("app.name")}
        </span>
        <nav ref={menu} className="menu" aria-label={t("nav.label")} hidden={presence !== "in"}>
          {PAGES.filter(({ right }) => may(right)).map(({ paths, title }) => (
            <NavLink key={title} to={`/${paths[0]}`}>
              {t(title)}
            </NavLink>
          ))}
        </nav>
        <span className="spring" />
        <Segmented<Language>
          size="small"
          aria-label={t("lang.label")}
          options={LANGUAGES}
          value={language}
          onChange={choose}
        />
        <UserMenu />
      </header>
      <main id="main" className="page" tabIndex={-1}>
        {presence === "out" ? <Door /> : presence !== "asking" && <Outlet />}
      </main>
    </div>
  );
}
