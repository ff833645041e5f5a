import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { IconButton } from "./Button";
import { cx } from "./cx";

interface Props {
  title: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  /** Stays open on Escape and on a press outside. */
  isKeptOpen?: boolean;
  role?: "dialog" | "alertdialog";
  width?: "s" | "m" | "l" | "xl";
  /** The children bring their own margins, and what of them scrolls. */
  isBare?: boolean;
}

const widths = {
  s: "max-w-[420px]",
  m: "max-w-[560px]",
  l: "max-w-[720px]",
  xl: "max-w-[880px]",
};

/** A modal dialog: heading, scrolling body, footer for the buttons. Escape closes it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  footer,
  isKeptOpen,
  role,
  width = "m",
  isBare,
}: Props) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={!isKeptOpen}
      isKeyboardDismissDisabled={isKeptOpen}
      className="fade-in fixed inset-0 z-40 flex items-start justify-center bg-scrim px-4 pt-[9vh] pb-6"
    >
      <Modal className={cx("pop-in flex max-h-full w-full", widths[width])}>
        <AriaDialog
          role={role}
          className="flex max-h-full min-h-0 w-full flex-col overflow-hidden rounded-xl border border-line bg-panel shadow-pop outline-none"
        >
          <header className="flex items-center gap-3 px-5 pt-4 pb-3">
            <Heading slot="title" className="min-w-0 flex-1 text-lg font-semibold">
              {title}
            </Heading>
            <IconButton label="Close" icon="close" onPress={onClose} />
          </header>
          {isBare ? (
            <div className="flex min-h-0 flex-1 flex-col">{children}</div>
          ) : (
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          )}
          {footer && (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
              {footer}
            </footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
