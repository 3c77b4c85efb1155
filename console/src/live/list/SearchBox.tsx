import { Input, type InputRef } from "antd";
import { type RefObject, useEffect, useRef, useState } from "react";

interface Props {
  box: RefObject<InputRef | null>;
  /** What is looked for now. */
  text: string;
  look: (text: string) => void;
  /** Called when the person is done with typing (Escape or Enter). */
  leave: () => void;
  label: string;
  hint: string;
}

/**
 * Keeps what is typed itself: the address bar, where the filter lives, is set a moment later, and a field that waited
 * for it would lose letters of a quick typist and break off a half-typed Chinese word.
 */
export function SearchBox({ box, text, look, leave, label, hint }: Props) {
  const [typed, setTyped] = useState(text);
  const composing = useRef(false);

  // A text that did not come from here: a link, the way back, "clear filters". While a person types, theirs counts.
  useEffect(() => {
    if (box.current?.input !== document.activeElement) setTyped(text);
  }, [text, box]);

  return (
    <Input
      ref={box}
      size="small"
      allowClear
      aria-label={label}
      placeholder={hint}
      title={label}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        if (!composing.current) look(target.value);
      }}
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={({ currentTarget }) => {
        composing.current = false;
        look(currentTarget.value);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Escape") {
          setTyped("");
          look("");
        }
        if (event.key === "Escape" || event.key === "Enter") leave();
      }}
    />
  );
}
