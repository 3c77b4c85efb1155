/** In place of a page that the service answered with 401 or 403. */
import { Door } from "../door/Door";
import { NoRight } from "./NoRight";
import { useMe } from "./useMe";

export function KeyPage({ entered }: { entered: () => void }) {
  const { presence } = useMe();
  return presence === "in" ? <NoRight /> : <Door entered={entered} />;
}
