import type { ReactNode } from "react";
import { commands, type Theme, useAppState } from "../../ipc";
import { Button, Checkbox, Notice, Segments, Select, StateWord } from "../../kit";
import { ProblemNotice } from "../../parts";
import { attempt } from "../../parts/save";
import { zoomLevels, zoomTo } from "../../parts/zoom";
import { ConfirmationSettings } from "./ConfirmationSettings";
import { Diagnostics } from "./Diagnostics";
import { HistoryRetention } from "./HistoryRetention";
import { NetworkForm } from "./Network";
import { texts } from "./texts";
import { UserVerification } from "./UserVerification";
import { useSettings } from "./useSettings";

const themes: readonly { id: Theme; label: string }[] = [
  { id: "system", label: texts.themes.system },
  { id: "dark", label: texts.themes.dark },
  { id: "light", label: texts.themes.light },
];

const idleMinutes = [5, 10, 15, 30, 60, 120];

/** All settings, section by section. */
export function SettingsSections() {
  const state = useAppState();
  const { settings, run, problem } = useSettings();
  if (!state) return null;
  const { keyring } = state;
  const minutes = settings.lockAfterMinutes;
  const times = [...new Set([...idleMinutes, ...(minutes === null ? [] : [minutes])])].sort(
    (a, b) => a - b,
  );
  return (
    <div className="divide-y divide-line-soft">
      {problem && <ProblemNotice problem={problem} className="mb-4" />}
      <Section title={texts.appearance}>
        <Segments
          label={texts.theme}
          value={settings.theme}
          options={themes}
          onChange={(theme) => void run(() => commands.setTheme(theme))}
        />
        <Select
          label={texts.zoom}
          className="mt-4 max-w-60"
          value={String(settings.zoom)}
          options={zoomLevels(settings.zoom).map((percent) => ({
            id: String(percent),
            label: `${percent} %`,
          }))}
          onChange={(chosen) => void zoomTo(Number(chosen))}
        />
        <p className="mt-1.5 text-sm text-dim">{texts.aboutZoom}</p>
      </Section>
      <Section title={texts.keys} about={texts.aboutKeys}>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <span className="font-medium">{keyring.store}</span>
          {keyring.problem ? (
            <StateWord tone="warn">{texts.keyringUnavailable}</StateWord>
          ) : (
            <StateWord tone="ok">{texts.keyringInUse}</StateWord>
          )}
        </div>
        {keyring.problem && (
          <Notice tone="warn" className="mt-3" title={keyring.problem.message}>
            {keyring.problem.hint} {texts.sessionOnlyUntilThen}
          </Notice>
        )}
      </Section>
      <Section title={texts.lock} about={texts.aboutLock}>
        <Select
          label={texts.lockWhenIdle}
          className="max-w-60"
          value={minutes === null ? "never" : String(minutes)}
          options={[
            ...times.map((m) => ({ id: String(m), label: texts.afterMinutes(m) })),
            { id: "never", label: texts.never },
          ]}
          onChange={(chosen) =>
            void run(() => commands.setLockTime(chosen === "never" ? null : Number(chosen)))
          }
        />
        <UserVerification settings={settings} run={run} />
      </Section>
      <Section title={texts.confirmations} about={texts.aboutConfirmations}>
        <ConfirmationSettings settings={settings} run={run} />
      </Section>
      <Section title={texts.history} about={texts.aboutHistory}>
        <HistoryRetention
          days={settings.keepHistoryDays}
          onChange={(days) => run(() => commands.setHistoryTime(days))}
        />
      </Section>
      <Section title={texts.notifications} about={texts.aboutNotifications}>
        <Checkbox
          isSelected={settings.notifyOthers}
          onChange={(notify) => void run(() => commands.setNotifyOthers(notify))}
        >
          {texts.notifyOthers}
        </Checkbox>
      </Section>
      <Section title={texts.network} about={texts.aboutNetwork}>
        <NetworkForm />
      </Section>
      <Section title={texts.diagnostics} about={texts.aboutDiagnostics}>
        <Diagnostics />
      </Section>
      <Section title={texts.about}>
        <p>
          Postern <span className="mono select-text">{state.appVersion}</span>
        </p>
        <p className="mt-1 text-sm text-mut">{texts.license}</p>
        {state.updates.newer && (
          <Notice tone="info" className="mt-3" title={texts.newer(state.updates.newer)}>
            {texts.aboutNewer}
          </Notice>
        )}
        <Checkbox
          className="mt-3"
          isSelected={state.updates.isOn}
          isDisabled={!state.updates.canLook}
          onChange={(look) => void run(() => commands.setLookForUpdates(look))}
        >
          {texts.lookForUpdates}
        </Checkbox>
        <p className="mt-1 text-sm text-dim">
          {state.updates.canLook ? texts.aboutUpdates : texts.noUpdateAddress}
        </p>
        <Button
          tone="link"
          icon="external"
          className="mt-2"
          onPress={() => attempt(texts.openDocumentation, commands.openLink({ kind: "aeon-docs" }))}
        >
          {texts.documentation}
        </Button>
      </Section>
    </div>
  );
}

function Section({
  title,
  about,
  children,
}: {
  title: string;
  about?: string;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={title}
      className="grid gap-x-10 gap-y-3 py-6 first:pt-0 min-[900px]:grid-cols-[200px_minmax(0,460px)]"
    >
      <div>
        <h2 className="font-semibold">{title}</h2>
        {about && <p className="mt-1 text-sm text-dim">{about}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
