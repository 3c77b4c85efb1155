/** 策略: read and edit the policy of a scene, try it on the past, publish it, go back. */
import { useEffect } from "react";
import { useLocation, useNavigate, useParams } from "react-router";
import { KeyPage } from "../frame/KeyPage";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { getScenes } from "./api";
import { SceneBench } from "./SceneBench";
import "./policies.css";
import "./form.css";
import "./rule.css";
import "./history.css";
import "./trials.css";
import "./narrow.css";

export default function PoliciesPage() {
  const { t, name } = useWords();
  const { scene = "" } = useParams();
  const { me } = useMe();
  const go = useNavigate();
  const { search } = useLocation();
  const { answer: scenes, error, again } = useAsked("", getScenes);
  const first = scenes?.[0];

  useEffect(() => {
    if (first !== undefined && scene === "") void go({ pathname: `/policies/${first}`, search }, { replace: true });
  }, [first, scene, search, go]);

  if (error?.status === 401 || error?.status === 403) return <KeyPage entered={again} />;
  return (
    <div className="bench">
      <h1 className="unseen">{t("nav.policies")}</h1>
      {error && <Failure error={error} retry={again} />}
      <nav className="bench-scenes" aria-label={t("policies.scenes")}>
        {(scenes ?? []).map((each) => (
          <a key={each} href={`#/policies/${encodeURIComponent(each)}`} aria-current={each === scene ? "page" : undefined}>
            {name("scene", each)}
          </a>
        ))}
      </nav>
      {me && scene !== "" && <SceneBench key={scene} scene={scene} />}
    </div>
  );
}
