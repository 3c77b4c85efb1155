import { type ReactNode, Suspense } from "react";
import type { Right } from "../api/types";
import { NoRight } from "./NoRight";
import { useMe } from "./useMe";

/** A page for those who have the right; the service refuses the others anyway, this only says so. */
export function Guarded({ right, children }: { right: Right; children: ReactNode }) {
  const { me, may } = useMe();
  if (me && !may(right)) return <NoRight />;
  return <Suspense fallback={null}>{children}</Suspense>;
}
