import { Link } from "react-router";
import { useWords } from "../i18n";
import { useMe } from "./useMe";

/** Says that this person's role may not see the page, and who can help. */
export function NoRight() {
  const { t, name } = useWords();
  const { me } = useMe();
  return (
    <section className="notice" data-testid="no-right">
      <h1>{t("right.missing")}</h1>
      <p>{t("right.ask", { role: name("access", me?.access ?? "") })}</p>
      <Link to="/live">{t("page.back")}</Link>
    </section>
  );
}
