import { type ReactNode, useState } from "react";
import { type AppState, commands, useAppState } from "../../ipc";
import { Button, Icon, type IconName, Notice } from "../../kit";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { AccountList } from "../Accounts/AccountList";
import { AddAccount } from "../Accounts/AddAccount";
import { texts as settings } from "../Settings/texts";
import { Front } from "./Front";
import { texts } from "./texts";

/** The first screen, while no account is in use. */
export function Welcome() {
  const state = useAppState();
  const [adding, setAdding] = useState(false);
  if (!state) return null;
  return (
    <Front isOpen>
      {adding ? (
        <>
          <h1 className="text-xl font-semibold tracking-tight">{texts.addAccount}</h1>
          <p className="mt-1 mb-6 text-mut">{texts.aboutAddAccount}</p>
          <AddAccount onDone={() => setAdding(false)} onCancel={() => setAdding(false)} autoFocus />
        </>
      ) : (
        <Start state={state} onAdd={() => setAdding(true)} />
      )}
    </Front>
  );
}

function Start({ state, onAdd }: { state: AppState; onAdd: () => void }) {
  const demo = useAction(() => commands.openDemo());
  return (
    <>
      <h1 className="text-[30px] leading-[1.15] font-semibold tracking-[-0.022em] text-balance">
        {texts.headline}
      </h1>
      <p className="mt-3.5 max-w-[400px] text-[14px] leading-[1.55] text-mut">{texts.lead}</p>
      {state.profiles.length > 0 && (
        <AccountList label={texts.yourAccounts} profiles={state.profiles} className="mt-6" />
      )}
      <div className="mt-7 flex flex-wrap gap-2.5">
        <Button tone="primary" icon="plus" className="!px-4 !py-2 !text-base" onPress={onAdd}>
          {texts.addAccount}
        </Button>
        <Button
          className="!px-4 !py-2 !text-base"
          isPending={demo.isPending}
          onPress={() => void demo.run()}
        >
          {demo.isPending ? texts.openingDemo : texts.exploreDemo}
        </Button>
      </div>
      {demo.problem && <ProblemNotice problem={demo.problem} className="mt-4" />}
      <ul className="mt-9 flex flex-col gap-3 border-t border-line pt-6 text-sm text-mut">
        <Fact icon="key">
          {texts.aboutKey(state.keyring.problem ? texts.memory : state.keyring.store)}
        </Fact>
        <Fact icon="play">{texts.aboutDemo}</Fact>
      </ul>
      {state.keyring.problem && (
        <Notice tone="warn" className="mt-5" title={state.keyring.problem.message}>
          {state.keyring.problem.hint} {settings.sessionOnlyUntilThen}
        </Notice>
      )}
    </>
  );
}

function Fact({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <li className="flex gap-2.5">
      <Icon name={icon} size={14} className="mt-[2px] text-dim" />
      <span>{children}</span>
    </li>
  );
}
