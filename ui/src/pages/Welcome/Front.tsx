import { type ReactNode, useState } from "react";
import { Logo } from "../../app/Logo";
import { useAppState } from "../../ipc";
import { Button } from "../../kit";
import { ProblemNotice } from "../../parts";
import { SettingsDialog } from "../Settings/SettingsDialog";
import { GateArt } from "./GateArt";
import { texts } from "./texts";

interface Props {
  isOpen: boolean;
  isBusy?: boolean;
  children: ReactNode;
}

/** The whole window while no account is open: text on the left, the picture of a gate on the right. */
export function Front({ isOpen, isBusy, children }: Props) {
  const state = useAppState();
  const [settings, setSettings] = useState(false);
  return (
    <div className="relative h-full overflow-hidden bg-rail">
      <div className="absolute inset-y-0 right-0 hidden w-[54%] [mask-image:linear-gradient(to_right,transparent,#000_36%)] min-[860px]:block">
        <GateArt isOpen={isOpen} isBusy={isBusy} className="size-full" />
      </div>
      <div className="absolute inset-0 overflow-y-auto">
        <div className="mx-auto flex min-h-full max-w-[1240px] flex-col px-[clamp(32px,6vw,88px)] py-7">
          <div className="flex items-center gap-2.5 text-[14px] font-semibold">
            <Logo size={22} />
            Postern
          </div>
          <main className="my-auto w-full max-w-[424px] py-8">
            {children}
            {state?.fileProblems.map((problem) => (
              <ProblemNotice key={problem.message} problem={problem} className="mt-5" />
            ))}
          </main>
          <footer className="flex items-center gap-4 text-xs text-dim">
            <Button
              tone="quiet"
              size="s"
              icon="settings"
              className="-ml-2"
              onPress={() => setSettings(true)}
            >
              {texts.settings}
            </Button>
            {state && <span>{texts.version(state.appVersion)}</span>}
          </footer>
        </div>
      </div>
      <SettingsDialog isOpen={settings} onClose={() => setSettings(false)} />
    </div>
  );
}
