/** Filter bar of the library, and what can be done with the whole of it. */
import { Button, Dropdown, Input, type InputRef, Select } from "antd";
import type { RefObject } from "react";
import { useWords } from "../i18n";
import type { MessageKey } from "../i18n/zh";
import { exportScripts, type LibraryScene } from "./api";
import { EMOTIONS, isNarrowed, NO_SCRIPT_FILTER, ORDERS, ORIGINS, REVIEWS, type ScriptFilter, STATUSES, TIERS } from "./filter";

interface Props {
  filter: ScriptFilter;
  change: (part: Partial<ScriptFilter>) => void;
  scenes: readonly LibraryScene[];
  search: RefObject<InputRef | null>;
}

export function ScriptFilters({ filter, change, scenes, search }: Props) {
  const { t, name } = useWords();
  const choice = (key: keyof ScriptFilter, all: MessageKey, options: { value: string; label: string }[]) => (
    <Select
      aria-label={t(all)}
      value={String(filter[key])}
      onChange={(value: string) => change({ [key]: value, page: 1 })}
      options={[{ value: "", label: t(all) }, ...options]}
      popupMatchSelectWidth={false}
    />
  );
  const coded = (codes: readonly string[], group: string) => codes.map((value) => ({ value, label: name(group, value) }));
  const sceneOptions = scenes.map(({ scene, scripts }) => ({ value: scene, label: `${name("scene", scene)} ${scripts}` }));
  return (
    <div className="report-filters" role="search">
      <Input.Search
        ref={search}
        allowClear
        className="script-search"
        aria-label={t("scripts.search")}
        placeholder={t("scripts.search")}
        defaultValue={filter.text}
        key={filter.text}
        onSearch={(text) => change({ text: text.trim(), page: 1 })}
      />
      {choice("scene", "scene.all", sceneOptions)}
      {choice("tier", "tier.all", coded(TIERS, "tier"))}
      {choice("emotion", "scripts.emotion.all", coded(EMOTIONS, "emotion"))}
      {choice("status", "scripts.status.all", coded(STATUSES, "scripts.status"))}
      {choice("review", "scripts.review.all", coded(REVIEWS, "scripts.review"))}
      {choice("origin", "scripts.origin.all", coded(ORIGINS, "scripts.origin"))}
      <Select
        aria-label={t("scripts.order")}
        value={filter.order}
        onChange={(order) => change({ order, page: 1 })}
        options={coded(ORDERS, "scripts.order")}
        popupMatchSelectWidth={false}
      />
      {isNarrowed(filter) && (
        <button type="button" className="plain" onClick={() => change({ ...NO_SCRIPT_FILTER, order: filter.order })}>
          {t("list.clear")}
        </button>
      )}
    </div>
  );
}

interface ActionsProps {
  editor: boolean;
  add: () => void;
  bringIn: () => void;
}

export function ScriptActions({ editor, add, bringIn }: ActionsProps) {
  const { t } = useWords();
  return (
    <>
      <span className="spring" />
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "xlsx", label: t("scripts.export.xlsx"), onClick: () => void exportScripts("xlsx") },
            { key: "csv", label: t("scripts.export.csv"), onClick: () => void exportScripts("csv") },
          ],
        }}
      >
        <Button>{t("scripts.export")}</Button>
      </Dropdown>
      {editor && <Button onClick={bringIn}>{t("scripts.import")}</Button>}
      {editor && <Button type="primary" onClick={add}>{t("scripts.new")}</Button>}
    </>
  );
}
