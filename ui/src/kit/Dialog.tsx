import {
  createContext,
  type Dispatch,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type RefObject,
  type SetStateAction,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button, IconButton } from "./Button";
import { isComposing } from "./composing";
import { cx } from "./cx";

interface Props {
  title: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** A function receives a close handler that asks first if something was entered. */
  footer?: ReactNode | ((leave: () => void) => ReactNode);
  /** Called on Ctrl+Enter or Cmd+Enter. */
  onSubmitKey?: () => void;
  /** Something was entered: Escape, a press outside and the close button ask before closing. */
  isTouched?: boolean;
  /** The question that is asked then. */
  question?: string;
  role?: "dialog" | "alertdialog";
  width?: "s" | "m" | "l" | "xl";
  /** The children bring their own margins and scrolling. */
  isBare?: boolean;
}

const widths = {
  s: "max-w-[420px]",
  m: "max-w-[560px]",
  l: "max-w-[720px]",
  xl: "max-w-[880px]",
};

/** Counts the components inside with unsaved input. */
const TouchContext = createContext<Dispatch<SetStateAction<number>> | null>(null);

/** Tells the surrounding dialog whether closing it would lose input. */
export function useTouched(isTouched: boolean): void {
  const setCount = useContext(TouchContext);
  useEffect(() => {
    if (!isTouched) return;
    setCount?.((n) => n + 1);
    return () => setCount?.((n) => n - 1);
  }, [setCount, isTouched]);
}

/**
 * A modal dialog: heading, scrolling body, footer for the buttons. Escape and a press outside close it, but
 * ask first if something was entered.
 */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  footer,
  onSubmitKey,
  isTouched = false,
  question = "Discard what you entered?",
  role,
  width = "m",
  isBare,
}: Props) {
  const [touchedInside, setTouchedInside] = useState(0);
  const [isAsking, setAsking] = useState(false);
  const dialog = useRef<HTMLElement>(null);
  useFocusKept(dialog, isOpen, isAsking);
  const leave = () => (isTouched || touchedInside > 0 ? setAsking(true) : onClose());
  return (
    <>
      <Frame
        ref={dialog}
        title={title}
        isOpen={isOpen}
        onClose={leave}
        onSubmitKey={onSubmitKey}
        role={role}
        width={width}
      >
        <TouchContext value={setTouchedInside}>
          {isBare ? (
            <div className="flex min-h-0 flex-1 flex-col">{children}</div>
          ) : (
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          )}
        </TouchContext>
        {footer && <Footer>{typeof footer === "function" ? footer(leave) : footer}</Footer>}
      </Frame>
      <Frame
        title={question}
        isOpen={isOpen && isAsking}
        onClose={() => setAsking(false)}
        role="alertdialog"
        width="s"
      >
        <Footer>
          <Button autoFocus onPress={() => setAsking(false)}>
            Keep editing
          </Button>
          <Button
            tone="danger"
            onPress={() => {
              setAsking(false);
              onClose();
            }}
          >
            Discard
          </Button>
        </Footer>
      </Frame>
    </>
  );
}

/**
 * Restores the focus inside the dialog after the question was answered. The press outside that raised the
 * question had already removed the focus, so React Aria has nothing to restore.
 */
function useFocusKept(dialog: RefObject<HTMLElement | null>, isOpen: boolean, isAsking: boolean) {
  const last = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const note = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && dialog.current?.contains(target)) last.current = target;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, [dialog, isOpen]);
  useEffect(() => {
    if (!isAsking) return;
    return () => {
      // The question restores its own focus in the next frame; this has to come after it.
      requestAnimationFrame(() => requestAnimationFrame(back));
    };
    function back() {
      if (!dialog.current || dialog.current.contains(document.activeElement)) return;
      (last.current?.isConnected ? last.current : dialog.current).focus();
    }
  }, [dialog, isAsking]);
}

function Frame({
  ref,
  title,
  isOpen,
  onClose,
  onSubmitKey,
  role,
  width,
  children,
}: Required<Pick<Props, "title" | "isOpen" | "onClose" | "width" | "children">> &
  Pick<Props, "role" | "onSubmitKey"> & { ref?: Ref<HTMLElement> }) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
      data-modal=""
      className="fade-in fixed inset-0 z-40 flex items-start justify-center bg-scrim px-4 pt-[9vh] pb-6"
    >
      <Modal className={cx("pop-in flex max-h-full w-full", widths[width])}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the key works anywhere in the dialog */}
        <div
          className="flex max-h-full min-h-0 w-full"
          onKeyDown={(event) => {
            if (!onSubmitKey || !isSubmitKey(event)) return;
            event.preventDefault();
            onSubmitKey();
          }}
        >
          <AriaDialog
            ref={ref}
            role={role}
            className="flex max-h-full min-h-0 w-full flex-col overflow-hidden rounded-xl border border-line bg-panel shadow-pop outline-none"
          >
            <header className="flex items-center gap-3 px-5 pt-4 pb-3">
              <Heading slot="title" className="min-w-0 flex-1 text-lg font-semibold">
                {title}
              </Heading>
              <IconButton label="Close" icon="close" onPress={onClose} />
            </header>
            {children}
            <FieldFocus />
          </AriaDialog>
        </div>
      </Modal>
    </ModalOverlay>
  );
}

/** Fields for text. */
const fields = "textarea, input:not([type=checkbox], [type=radio], [type=hidden], [type=file])";

/** Opens the dialog on its first field, unless something else in it has taken the focus. */
function FieldFocus() {
  const end = useRef<HTMLSpanElement>(null);
  // Before React Aria moves the focus to the dialog, which it does only if nothing inside has it.
  useEffect(() => {
    const dialog = end.current?.parentElement;
    if (!dialog || dialog.contains(document.activeElement)) return;
    dialog.querySelector<HTMLElement>(`:is(${fields}):enabled`)?.focus();
  }, []);
  return <span ref={end} hidden />;
}

/** A key that is held down since another dialog doesn't count. */
function isSubmitKey(event: KeyboardEvent): boolean {
  return (
    event.key === "Enter" &&
    (event.ctrlKey || event.metaKey) &&
    !event.repeat &&
    !event.defaultPrevented &&
    !isComposing(event)
  );
}

function Footer({ children }: { children: ReactNode }) {
  return (
    <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
      {children}
    </footer>
  );
}
