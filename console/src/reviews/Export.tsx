/** The agreed labels as a file that training reads. */
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useWords } from "../i18n";
import { download } from "./api";

const FILES = [["jsonl", "emotion"], ["emotion", "emotion"], ["polarity", "polarity"]] as const;

export function Export() {
  const { t } = useWords();
  const [why, setWhy] = useState("");
  const save = (key: string) => {
    const found = FILES.find(([each]) => each === key);
    if (!found) return;
    setWhy("");
    download(found[0] === "jsonl" ? "jsonl" : "csv", found[1]).catch((error: unknown) =>
      setWhy(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <span className="reviews-export">
      {why !== "" && <span role="alert" className="failed">{why}</span>}
      <Dropdown
        trigger={["click"]}
        menu={{ items: FILES.map(([key]) => ({ key, label: t(`reviews.export.${key}`) })), onClick: ({ key }) => save(key) }}
      >
        <Button title={t("reviews.export.help")}>{t("reviews.export")}</Button>
      </Dropdown>
    </span>
  );
}
