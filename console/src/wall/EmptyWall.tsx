import { Button } from "antd";
import { useWords } from "../i18n";
import { Command } from "../shared/Command";

/** Nothing is open: either all is quiet, or the filter takes nothing, or nothing has been connected yet. */
export function EmptyWall({ clear }: { clear?: () => void }) {
  const { t } = useWords();
  return (
    <section className="notice" data-testid="empty">
      <h2>{t(clear ? "wall.empty.filtered" : "wall.empty.title")}</h2>
      <p>{t(clear ? "wall.empty.widen" : "wall.empty.text")}</p>
      {clear ? (
        <Button type="primary" className="wall-start" onClick={clear}>{t("wall.clear")}</Button>
      ) : (
        <>
          <p>{t("empty.demo")}</p>
          <Command text="./zhiyin demo" />
          <p className="quiet">{t("wall.empty.facts")}</p>
        </>
      )}
    </section>
  );
}
