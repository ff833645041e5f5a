import { useEffect, useRef } from "react";
import {
  Button as AriaButton,
  UNSTABLE_Toast as AriaToast,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";
import { Button, dismissToast, Icon, type IconName, type Toast, useToasts } from "../kit";
import { texts } from "./texts";

/** How long a success stays, in milliseconds. A failure stays until the user dismisses it. */
const stays = 6000;

const looks: Record<Toast["tone"], { icon: IconName; color: string }> = {
  ok: { icon: "check", color: "text-ok" },
  info: { icon: "info", color: "text-acc" },
  warn: { icon: "warning", color: "text-warn" },
  bad: { icon: "error", color: "text-bad" },
};

const queue = new ToastQueue<Toast>({ maxVisibleToasts: 4 });

/** Shows notifications, in a region that F6 moves the focus to. */
export function Toasts() {
  useQueueOf(useToasts());
  return (
    <ToastRegion
      queue={queue}
      aria-label={texts.notifications}
      // Above the bar of a selection, whose end would be covered.
      className="fixed right-4 bottom-4 z-50 [body:has([data-bottom-bar])_&]:bottom-16 flex w-[360px] max-w-[calc(100vw-2rem)] flex-col gap-2 rounded-lg outline-none"
    >
      {({ toast }) => {
        const { tone, title, detail, action, id } = toast.content;
        return (
          <AriaToast
            toast={toast}
            className="pop-in flex items-start gap-2.5 rounded-lg border border-line bg-panel px-3 py-2.5 shadow-pop"
          >
            <Icon name={looks[tone].icon} className={`mt-[2px] ${looks[tone].color}`} />
            <ToastContent className="min-w-0 flex-1 break-words">
              <Text slot="title" className="block font-medium">
                {title}
              </Text>
              {detail && (
                <Text slot="description" className="block text-sm whitespace-pre-line text-mut">
                  {detail}
                </Text>
              )}
            </ToastContent>
            {action && (
              <Button
                size="s"
                onPress={() => {
                  dismissToast(id);
                  action.onPress();
                }}
              >
                {action.label}
              </Button>
            )}
            <AriaButton
              slot="close"
              aria-label={texts.dismissNotification}
              className="grid size-6 shrink-0 place-items-center rounded-md text-dim hover:bg-btn-hov hover:text-tx"
            >
              <Icon name="close" size={12} />
            </AriaButton>
          </AriaToast>
        );
      }}
    </ToastRegion>
  );
}

/** Keeps React Aria's queue equal to the list of toasts. */
function useQueueOf(toasts: readonly Toast[]) {
  const keys = useRef(new Map<number, string>());
  useEffect(() => {
    const shown = keys.current;
    return () => {
      for (const key of shown.values()) queue.close(key);
      shown.clear();
    };
  }, []);
  useEffect(() => {
    const wanted = new Set(toasts.map((t) => t.id));
    for (const [id, key] of keys.current) {
      if (wanted.has(id)) continue;
      keys.current.delete(id);
      queue.close(key);
    }
    for (const toast of toasts) {
      if (keys.current.has(toast.id)) continue;
      const fleeting = toast.tone === "ok" || toast.tone === "info";
      const key = queue.add(toast, {
        timeout: fleeting && !toast.action ? stays : undefined,
        onClose: () => dismissToast(toast.id),
      });
      keys.current.set(toast.id, key);
    }
  }, [toasts]);
}
