/** The library's dialog and side sheet; when they go, the focus is again where it was before they came. */
import { Drawer, type DrawerProps, Modal, type ModalProps } from "antd";
import { useEffect, useRef, useState } from "react";

const FIELDS = "input:not([disabled]), textarea:not([disabled])";

/** A form begins in its first field. */
export function Dialog({ children, ...props }: ModalProps) {
  useFocusBack();
  const body = useRef<HTMLDivElement>(null);
  // Without movement the library goes to its closing cross, whatever field asked for the focus.
  const begin = () => {
    const within = body.current?.contains(document.activeElement);
    if (!within) body.current?.querySelector<HTMLElement>(FIELDS)?.focus();
  };
  return (
    <Modal {...props} afterOpenChange={(open) => open && begin()}>
      <div ref={body}>{children}</div>
    </Modal>
  );
}

export function SideSheet(props: DrawerProps) {
  useFocusBack();
  return <Drawer {...props} />;
}

/** Ours are put up when wanted and taken down at once: the library would give the focus back only after a fade. */
function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    },
    [before],
  );
}
