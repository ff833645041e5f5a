import { type ReactNode, useState } from "react";
import { type AppState, commands, useAppState } from "../../ipc";
import { Button, Icon, type IconName, Notice } from "../../kit";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { AccountList } from "../Accounts/AccountList";
import { AddAccount } from "../Accounts/AddAccount";
import { Front } from "./Front";

/** The way in, while no account is in use. */
export function Welcome() {
  const state = useAppState();
  const [adding, setAdding] = useState(false);
  if (!state) return null;
  return (
    <Front isOpen>
      {adding ? (
        <>
          <h1 className="text-xl font-semibold tracking-tight">Add an account</h1>
          <p className="mt-1 mb-6 text-mut">
            With an API key of YugabyteDB Aeon, tried before it is kept.
          </p>
          <AddAccount onDone={() => setAdding(false)} onCancel={() => setAdding(false)} autoFocus />
        </>
      ) : (
        <Hello state={state} onAdd={() => setAdding(true)} />
      )}
    </Front>
  );
}

function Hello({ state, onAdd }: { state: AppState; onAdd: () => void }) {
  const demo = useAction(() => commands.openDemo());
  return (
    <>
      <h1 className="text-[30px] leading-[1.15] font-semibold tracking-[-0.022em] text-balance">
        Every private endpoint, in one window.
      </h1>
      <p className="mt-3.5 max-w-[400px] text-[14px] leading-[1.55] text-mut">
        See and change who may connect to your YugabyteDB Aeon clusters over AWS PrivateLink and
        Azure Private Link, and know that it worked.
      </p>
      {state.profiles.length > 0 && (
        <AccountList label="Your accounts" profiles={state.profiles} className="mt-6" />
      )}
      <div className="mt-7 flex flex-wrap gap-2.5">
        <Button tone="primary" icon="plus" className="!px-4 !py-2 !text-base" onPress={onAdd}>
          Add an account
        </Button>
        <Button
          className="!px-4 !py-2 !text-base"
          isPending={demo.isPending}
          onPress={() => void demo.run()}
        >
          {demo.isPending ? "Opening the demo…" : "Explore the demo"}
        </Button>
      </div>
      {demo.problem && <ProblemNotice problem={demo.problem} className="mt-4" />}
      <ul className="mt-9 flex flex-col gap-3 border-t border-line pt-6 text-sm text-mut">
        <Fact icon="key">
          Your key stays in {state.keyring.problem ? "memory" : <b>{state.keyring.store}</b>}. It
          leaves only to sign requests to your own account.
        </Fact>
        <Fact icon="play">
          The demo is a made-up company, served from inside this program. Nothing there is real.
        </Fact>
      </ul>
      {state.keyring.problem && (
        <Notice tone="warn" className="mt-5" title={state.keyring.problem.message}>
          {state.keyring.problem.hint} Until then a key can be kept for this session only.
        </Notice>
      )}
    </>
  );
}

function Fact({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <li className="flex gap-2.5 [&_b]:font-medium [&_b]:text-tx">
      <Icon name={icon} size={14} className="mt-[2px] text-dim" />
      <span>{children}</span>
    </li>
  );
}
