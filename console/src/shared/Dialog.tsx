/** The library's dialog and side sheet; when they go, the focus is again where it was before they came. */
import { Drawer, type DrawerProps, Modal, type ModalProps } from "antd";
import { useEffect, useState } from "react";

export function Dialog(props: ModalProps) {
  useFocusBack();
  return <Modal {...props} />;
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
