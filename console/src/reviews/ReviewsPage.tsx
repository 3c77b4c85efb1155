/** 标注: turns that people should look at, one at a time; what their labels say of each other and of the model. */
import { Segmented } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { KeyPage } from "../frame/KeyPage";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import "../styles/desk.css";
import "../styles/reviews.css";
import "../styles/reviews-lists.css";
import { Disputes } from "./Disputes";
import { Export } from "./Export";
import { Figures } from "./Figures";
import { LabelDesk } from "./LabelDesk";
import { Queue } from "./Queue";

const VIEWS = ["label", "list", "disputed", "figures"] as const;
type View = (typeof VIEWS)[number];

export default function ReviewsPage() {
  const { t } = useWords();
  const { me, may } = useMe();
  const [params, setParams] = useSearchParams();
  const [locked, setLocked] = useState(false);
  const views = VIEWS.filter((view) => view !== "label" || may("reviews:label"));
  const view = views.find((each) => each === params.get("view")) ?? views[0] ?? "list";
  if (locked) return <KeyPage entered={() => setLocked(false)} />;
  const show = (next: View) => setParams(next === views[0] ? {} : { view: next }, { replace: true });
  const lock = () => setLocked(true);
  return (
    <div className="reviews">
      <h1 className="unseen">{t("nav.reviews")}</h1>
      <header className="reviews-head">
        <Segmented<View>
          aria-label={t("reviews.view")}
          value={view}
          onChange={show}
          options={views.map((each) => ({ value: each, label: t(`reviews.${each}`) }))}
        />
        {may("reviews:export") && <Export />}
      </header>
      {me !== null && view === "label" && <LabelDesk lock={lock} />}
      {me !== null && view === "list" && <Queue lock={lock} />}
      {me !== null && view === "disputed" && <Disputes lock={lock} />}
      {me !== null && view === "figures" && <Figures lock={lock} />}
      {me === null && <LabelDesk lock={lock} />}
    </div>
  );
}
