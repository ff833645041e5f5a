import { useNavigate } from "@tanstack/react-router";
import { memo, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { commands, useAppState } from "../ipc";
import { Icon, Menu, type MenuEntry, toast } from "../kit";
import { Avatar } from "../kit/Avatar";
import { AccountDialog, type AccountTask } from "../pages/Accounts/AccountDialog";
import { AddAccountDialog } from "../pages/Accounts/AddAccount";
import { accountEntries, switchTo } from "../pages/Accounts/accountEntries";
import { expiry } from "../pages/Accounts/expiry";
import { CloudAccessDialog } from "../pages/Clouds/CloudAccessDialog";
import { texts as clouds } from "../pages/Clouds/texts";
import { AccountMarks, isMarked } from "../parts/environment";
import { canLock } from "./canLock";
import { lock } from "./lock";
import { texts } from "./texts";

/** The account in use, and a menu to switch to others. */
export const AccountMenu = memo(function AccountMenu() {
  const state = useAppState();
  const navigate = useNavigate();
  const card = useRef<HTMLDivElement>(null);
  const [adding, setAdding] = useState(false);
  const [task, setTask] = useState<AccountTask | null>(null);
  const [settingUp, setSettingUp] = useState(false);
  const active = state?.active;
  if (!state || !active) return null;

  const profile = state.profiles.find((p) => p.id === active.profileId);
  const others = state.profiles.filter((p) => p.id !== active.profileId);
  const entries: MenuEntry[] = [
    ...others.map((other) => ({
      id: `switch-${other.id}`,
      label: texts.switchTo(other.name),
      icon: "right" as const,
      onAction: () => switchTo(other),
    })),
    {
      id: "add",
      label: texts.addAccount,
      icon: "plus",
      separated: others.length > 0,
      onAction: () => setAdding(true),
    },
    {
      id: "manage",
      label: texts.manageAccounts,
      icon: "settings",
      onAction: () => void navigate({ to: "/accounts" }),
    },
    ...(profile
      ? accountEntries(profile, setTask).map((entry, at) => ({ ...entry, separated: at === 0 }))
      : []),
    ...(profile && active.status.kind === "unlocked"
      ? [
          {
            id: "clouds",
            label: clouds.menu,
            icon: "connect" as const,
            onAction: () => setSettingUp(true),
          },
        ]
      : []),
    ...(active.demo
      ? [
          {
            id: "leave-demo",
            label: texts.leaveDemo,
            icon: "close" as const,
            separated: true,
            onAction: () => {
              commands.leaveDemo().catch(() => {
                toast({ tone: "bad", title: texts.leaveDemoFailed });
              });
            },
          },
        ]
      : []),
    ...(!canLock(state)
      ? []
      : [
          {
            id: "lock",
            label: texts.lock,
            icon: "lock" as const,
            separated: true,
            onAction: () => void lock(),
          },
        ]),
  ];

  return (
    <>
      <Menu
        label={texts.account}
        placement="top start"
        anchor={card}
        entries={entries}
        trigger={
          <div
            ref={card}
            className="relative flex items-center gap-[9px] rounded-lg border border-line px-2.5 py-2 hover:border-edge has-[[data-focus-visible]]:outline-2 has-[[data-focus-visible]]:outline-offset-1 has-[[data-focus-visible]]:outline-acc has-[[data-pressed]]:bg-btn"
          >
            <Avatar name={active.name} />
            <div className="min-w-0 flex-1 leading-[1.3]">
              {/* The whole box is the button; its label is the account's name. */}
              <Button
                aria-label={texts.accountNamed(active.name)}
                aria-describedby="account-about"
                className="block max-w-full truncate text-left outline-none after:absolute after:inset-0"
              >
                {active.name}
              </Button>
              <About />
              {profile && isMarked(profile) && (
                <span className="mt-1 flex flex-wrap gap-1">
                  <AccountMarks profile={profile} />
                </span>
              )}
            </div>
            <Icon name="up" size={11} className="text-dim" />
          </div>
        }
      />
      <AddAccountDialog isOpen={adding} onClose={() => setAdding(false)} />
      {settingUp && <CloudAccessDialog account={active.name} onClose={() => setSettingUp(false)} />}
      <AccountDialog task={task} onClose={() => setTask(null)} />
    </>
  );
});

/** The role, and when the key expires once that is worth a warning. A screen reader always hears both. */
function About() {
  const status = useAppState()?.active?.status;
  if (status?.kind !== "unlocked") return null;
  const expires = expiry(status.keyExpires);
  const full = texts.roleAndKey(status.role, expires.text);
  return (
    <span id="account-about" className="block text-xs text-dim" title={full}>
      <span aria-hidden="true" className="block truncate">
        {status.role}
        {expires.tone !== "ok" && (
          <>
            {" · "}
            <span className="text-warn">{texts.key(expires.short)}</span>
          </>
        )}
      </span>
      <span className="sr-only">{full}</span>
    </span>
  );
}
