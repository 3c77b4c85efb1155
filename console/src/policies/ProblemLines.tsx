/** What is wrong with one field, below it. */
import { useWords } from "../i18n";
import type { Problem } from "./api";
import { told } from "./problems";

export function ProblemLines({ problems }: { problems: readonly Problem[] }) {
  const { t, name } = useWords();
  if (problems.length === 0) return null;
  return (
    <ul className="problem-lines" role="alert">
      {problems.map((each) => (
        <li key={`${each.path} ${each.code} ${each.what}`}>{told(each, t, name)}</li>
      ))}
    </ul>
  );
}
