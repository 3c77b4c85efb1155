/** What stands before the pages until the service knows who this is: signing in, a key, or the first administrator. */
import { useState } from "react";
import { apiKey } from "../api/client";
import { useMe } from "../frame/useMe";
import { useAsked } from "../shared/useAsked";
import { getDoor } from "./api";
import { KeyForm } from "./KeyForm";
import { SetupForm } from "./SetupForm";
import { SignInForm } from "./SignInForm";

export function Door({ entered }: { entered?: () => void }) {
  const { again } = useMe();
  const { answer, error } = useAsked("", getDoor);
  // A key that was tried and refused: say so where it was typed.
  const [byKey, setByKey] = useState(() => apiKey() !== "");
  const enter = () => {
    again();
    entered?.();
  };
  if (byKey) return <KeyForm entered={enter} back={() => setByKey(false)} />;
  if (answer === null && error === null) return null;
  if (answer?.first_user) return <SetupForm codeNeeded={answer.code_needed} entered={enter} useKey={() => setByKey(true)} />;
  return <SignInForm single={answer?.single_sign_on ?? null} entered={enter} useKey={() => setByKey(true)} />;
}
