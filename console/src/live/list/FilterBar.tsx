import { type InputRef, Select } from "antd";
import type { RefObject } from "react";
import { useWords } from "../../i18n";
import { type Filter, TIERS } from "../model";
import { SearchBox } from "./SearchBox";

export interface StaffGroup {
  label: string;
  options: { value: string; label: string }[];
}

interface Props {
  filter: Filter;
  setFilter: (filter: Filter) => void;
  scenes: readonly string[];
  count: string;
  staff: readonly StaffGroup[];
  search: RefObject<InputRef | null>;
  /** Called when the person is done with typing (Escape or Enter). */
  leave: () => void;
}

export function FilterBar({ filter, setFilter, scenes, staff, count, search, leave }: Props) {
  const { t, name } = useWords();
  return (
    <div className="filters" role="search">
      <div className="filter-line filter-first">
      <SearchBox
        box={search}
        text={filter.text}
        look={(text) => setFilter({ ...filter, text })}
        leave={leave}
        label={t("list.search")}
        hint={t("list.search.short")}
      />
      <Select
          size="small"
          className="filter-staff"
          aria-label={t("desk.mine")}
          title={staff.length === 0 ? t("desk.none") : t("desk.mine")}
          disabled={staff.length === 0 && filter.staff === ""}
          value={filter.staff}
          onChange={(chosen) => setFilter({ ...filter, staff: chosen })}
          options={[{ value: "", label: t("desk.everyone") }, ...staff]}
        />
      </div>
      <div className="filter-line">
        <Select
          size="small"
          aria-label={t("tier.all")}
          value={filter.tier}
          onChange={(tier) => setFilter({ ...filter, tier })}
          options={[
            { value: "" as const, label: t("tier.all") },
            ...TIERS.map((tier) => ({ value: tier, label: t(`tier.${tier}`) })),
          ]}
        />
        <Select
          size="small"
          aria-label={t("scene.all")}
          value={filter.scene}
          onChange={(scene) => setFilter({ ...filter, scene })}
          options={[
            { value: "", label: t("scene.all") },
            ...scenes.map((scene) => ({ value: scene, label: name("scene", scene) })),
          ]}
        />
        <span className="filter-count">{count}</span>
      </div>
    </div>
  );
}
