import type { ReactNode } from "react";
import { commands, type Theme, useAppState } from "../../ipc";
import { Button, Notice, Segments, Select, StateWord } from "../../kit";
import { ProblemNotice } from "../../parts";
import { HistoryKept } from "./HistoryKept";
import { NetworkForm } from "./Network";
import { useSettings } from "./useSettings";

const themes: readonly { id: Theme; label: string }[] = [
  { id: "system", label: "As the system" },
  { id: "dark", label: "Dark" },
  { id: "light", label: "Light" },
];

const idleTimes = [5, 10, 15, 30, 60, 120];

/** All settings, one section below the other. */
export function SettingsSections() {
  const state = useAppState();
  const { settings, run, problem } = useSettings();
  if (!state) return null;
  const { keyring } = state;
  const minutes = settings.lockAfterMinutes;
  const times = [...new Set([...idleTimes, ...(minutes === null ? [] : [minutes])])].sort(
    (a, b) => a - b,
  );
  return (
    <div className="divide-y divide-line-soft">
      {problem && <ProblemNotice problem={problem} className="mb-4" />}
      <Section title="Look">
        <Segments
          label="Theme"
          value={settings.theme}
          options={themes}
          onChange={(theme) => void run({ theme })}
        />
      </Section>
      <Section
        title="Keys"
        about="An API key is kept by your system's keyring, never in a file of Postern's."
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <span className="font-medium">{keyring.store}</span>
          {keyring.problem ? (
            <StateWord tone="warn">Can't be used</StateWord>
          ) : (
            <StateWord tone="ok">In use</StateWord>
          )}
        </div>
        {keyring.problem && (
          <Notice tone="warn" className="mt-3" title={keyring.problem.message}>
            {keyring.problem.hint} Until then a key can be kept for this session only.
          </Notice>
        )}
      </Section>
      <Section
        title="Lock"
        about="Locking drops the key and all that it showed from memory. On Linux, suspending the machine locks too. While changes are being sent or confirmed, the lock waits for them: up to an hour."
      >
        <Select
          label="When nobody touches it"
          className="max-w-60"
          value={minutes === null ? "never" : String(minutes)}
          options={[
            ...times.map((m) => ({ id: String(m), label: `After ${duration(m)}` })),
            { id: "never", label: "Never" },
          ]}
          onChange={(chosen) =>
            void run({ lockAfterMinutes: chosen === "never" ? null : Number(chosen) })
          }
        />
      </Section>
      <Section
        title="History"
        about="What was changed, by you here and by others as far as Postern saw it. It is kept on this machine for at least 30 days, and records when that time is shortened."
      >
        <HistoryKept
          days={settings.keepHistoryDays}
          onChange={(keepHistoryDays) => run({ keepHistoryDays })}
        />
      </Section>
      <Section title="Network" about="How requests to the service leave this machine.">
        <NetworkForm />
      </Section>
      <Section title="About">
        <p>
          Postern <span className="mono select-text">{state.appVersion}</span>
        </p>
        <p className="mt-1 text-sm text-mut">
          Free software under the Apache License 2.0. Inter and JetBrains Mono are under the SIL
          Open Font License 1.1. Postern is not a product of Yugabyte.
        </p>
        <Button
          tone="link"
          icon="external"
          className="mt-2"
          onPress={() =>
            void commands.openLink("https://docs.yugabyte.com/preview/yugabyte-cloud/")
          }
        >
          YugabyteDB Aeon's documentation
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

function duration(minutes: number): string {
  if (minutes % 60 !== 0 || minutes === 0) return `${minutes} minutes`;
  return minutes === 60 ? "an hour" : `${minutes / 60} hours`;
}
