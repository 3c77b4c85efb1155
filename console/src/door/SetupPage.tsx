/** 创建管理员: on a service that still lets everybody on this machine in. */
import { Navigate, useNavigate } from "react-router";
import { useMe } from "../frame/useMe";
import { useAsked } from "../shared/useAsked";
import { getDoor } from "./api";
import { SetupForm } from "./SetupForm";

export default function SetupPage() {
  const { again } = useMe();
  const navigate = useNavigate();
  const { answer, error } = useAsked("", getDoor);
  const enter = () => {
    again();
    void navigate("/live");
  };
  if (answer?.first_user) return <SetupForm codeNeeded={answer.code_needed} entered={enter} />;
  return answer || error ? <Navigate to="/live" replace /> : null;
}
