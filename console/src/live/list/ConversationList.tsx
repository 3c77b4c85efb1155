/** Live conversations by risk: a virtual list, so that hundreds cost no more than a screenful. */
import { useVirtualizer } from "@tanstack/react-virtual";
import type { InputRef } from "antd";
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from "react";
import type { ConversationSummary } from "../../api/types";
import { useWords } from "../../i18n";
import { waiting } from "../../shared/format";
import { useNow } from "../../shared/useNow";
import { type Filter, matches, NO_FILTER, type Rows } from "../model";
import { useOrder } from "../useOrder";
import { ConversationRow, rowId } from "./ConversationRow";
import { FilterBar } from "./FilterBar";
import { useListKeys } from "./useListKeys";
import { useStaff } from "./useStaff";

const ROW_PX = 58;

interface Props {
  rows: Rows;
  truncated: boolean;
  loaded: boolean;
  filter: Filter;
  setFilter: (filter: Filter) => void;
  openId: string | null;
  open: (id: string) => void;
}

export function ConversationList(props: Props) {
  const { rows, truncated, loaded, filter, setFilter, openId, open } = props;
  const { t, name } = useWords();
  const now = useNow(1000);
  const [pointed, setPointed] = useState(false);
  const [cursor, setCursor] = useState<string | null>(openId);
  const scroller = useRef<HTMLDivElement>(null);
  const search = useRef<InputRef>(null);
  const staff = useStaff(rows);
  const order = useOrder(rows, pointed);

  const words = useCallback(
    (s: ConversationSummary) =>
      [name("emotion", s.emotion ?? ""), name("scene", s.scene), name("channel", s.channel), name("tier", s.tier)].join(" "),
    [name],
  );
  const shown = useMemo(
    () => order.filter((id) => matchesRow(rows, id, filter, words)),
    [order, rows, filter, words],
  );
  const list = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => shown[index] ?? index,
    overscan: 6,
  });

  const drawn = list.getVirtualItems();
  const choose = useCallback(
    (id: string) => {
      setCursor(id);
      open(id);
    },
    [open],
  );
  const move = useCallback(
    (step: number | "first" | "last") => {
      const at = cursor === null ? -1 : shown.indexOf(cursor);
      const wanted = step === "first" ? 0 : step === "last" ? shown.length - 1 : at + step;
      const next = Math.max(0, Math.min(shown.length - 1, wanted));
      setCursor(shown[next] ?? null);
      list.scrollToIndex(next);
    },
    [cursor, shown, list],
  );
  const enter = useCallback(() => {
    if (cursor !== null && shown.includes(cursor)) open(cursor);
  }, [cursor, shown, open]);
  useListKeys({ move, enter, search });

  const listKeys = (event: KeyboardEvent) => {
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      move(event.key === "Home" ? "first" : "last");
    }
  };
  return (
    <section className="list" aria-label={t("list.title")}>
      <FilterBar
        filter={filter}
        setFilter={setFilter}
        scenes={[...new Set([...rows.values()].map((row) => row.scene))].sort()}
        staff={staff}
        count={t("list.count", { shown: shown.length, all: rows.size })}
        search={search}
        leave={() => scroller.current?.focus()}
      />
      {loaded && shown.length === 0 && (
        <p className="list-none">
          {t("list.none")}
          <button type="button" className="plain" onClick={() => setFilter(NO_FILTER)}>
            {t("list.clear")}
          </button>
        </p>
      )}
      <div
        ref={scroller}
        className="list-scroll"
        role="listbox"
        aria-busy={drawn.length === 0}
        tabIndex={0}
        aria-label={t("list.label")}
        {...(cursor !== null && shown.includes(cursor) ? { "aria-activedescendant": rowId(cursor) } : {})}
        onKeyDown={listKeys}
        onPointerEnter={(event) => setPointed(event.pointerType === "mouse")}
        onPointerLeave={() => setPointed(false)}
      >
        <div className="list-space" role="presentation" style={{ height: list.getTotalSize() }}>
          {drawn.map((item) => {
            const id = shown[item.index];
            const row = id === undefined ? undefined : rows.get(id);
            return row ? (
              <ConversationRow
                key={item.key}
                summary={row}
                place={item.index}
                total={shown.length}
                cursor={row.id === cursor}
                open={row.id === openId}
                wait={waiting(row.waiting_since, row.last_at, now, t)}
                style={{ transform: `translateY(${item.start}px)`, height: ROW_PX }}
                choose={choose}
              />
            ) : null;
          })}
        </div>
      </div>
      <p className="list-foot">
        {truncated ? t("list.truncated", { n: rows.size }) : pointed ? t("list.paused") : t("list.keys")}
      </p>
    </section>
  );
}

function matchesRow(rows: Rows, id: string, filter: Filter, words: (s: ConversationSummary) => string): boolean {
  const row = rows.get(id);
  return row !== undefined && matches(row, filter, words);
}
