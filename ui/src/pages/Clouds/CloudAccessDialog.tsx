import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import {
  type Cli,
  type CliView,
  type CloudAccessView,
  cloudAccessQuery,
  commands,
  toProblem,
} from "../../ipc";
import { Button, Checkbox, Dialog, Notice, SearchField, Skeleton } from "../../kit";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { profileName, texts } from "./texts";

/** From this number on, profiles are searched. */
const many = 10;

interface Props {
  /** The user's name for the account in use. */
  account: string;
  onClose: () => void;
}

/** Lets Postern run the user's own AWS and Azure CLIs, and says what it runs. */
export function CloudAccessDialog({ account, onClose }: Props) {
  const query = useQuery(cloudAccessQuery);
  if (query.data) return <Form view={query.data} account={account} onClose={onClose} />;
  return (
    <Dialog title={texts.title(account)} isOpen onClose={onClose}>
      {query.error ? (
        <ProblemNotice problem={toProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton className="h-64 w-full" />
      )}
    </Dialog>
  );
}

function Form({ view, account, onClose }: Props & { view: CloudAccessView }) {
  const selectedNow = view.profiles.filter((one) => one.isSelected).map((one) => one.name);
  const [isOn, setOn] = useState(view.isOn);
  const [selected, setSelected] = useState<readonly string[]>(selectedNow);
  const saving = useAction(commands.setCloudAccess);
  const known = view.profiles.map((one) => one.name);
  const wanted = known.filter((name) => selected.includes(name));
  const isTouched = isOn !== view.isOn || wanted.join("\n") !== selectedNow.join("\n");

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isTouched || (await saving.run(isOn, wanted))) onClose();
  }

  return (
    <Dialog title={texts.title(account)} isOpen onClose={onClose} isTouched={isTouched}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <p className="text-sm text-mut">{texts.about}</p>
        <Checkbox isSelected={isOn} onChange={setOn}>
          {texts.isOn}
        </Checkbox>
        <section aria-label={texts.clis}>
          <h3 className="mb-1 text-xs text-dim">{texts.clis}</h3>
          <ul className="divide-y divide-line-soft border-y border-line-soft">
            <Program view={view.aws} />
            <Program view={view.az} />
          </ul>
        </section>
        <Profiles view={view} selected={selected} onChange={setSelected} />
        <section aria-label={texts.commands}>
          <h3 className="mb-1 text-xs text-dim">{texts.commands}</h3>
          <ul className="mono rounded-lg border border-line bg-bg px-2.5 py-1.5 text-xs text-mut select-text">
            {view.commands.map((command) => (
              <li key={command} className="py-0.5 wrap-anywhere">
                {command}
              </li>
            ))}
          </ul>
        </section>
        {saving.problem && <ProblemNotice problem={saving.problem} />}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onPress={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" tone="primary" isPending={saving.isPending}>
            {texts.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A CLI: its file, or why there is none. */
function Program({ view }: { view: CliView }) {
  const name = texts.cli[view.cli];
  const choosing = useAction((cli: Cli) => commands.chooseCli(cli));
  const finding = useAction((cli: Cli) => commands.findCli(cli));
  const problem = choosing.problem ?? finding.problem;
  return (
    <li className="flex flex-col gap-2 py-1.5 text-sm">
      <div className="flex items-center gap-3">
        <span className="w-20 shrink-0 text-mut">{name}</span>
        {view.program ? (
          <span className="mono min-w-0 flex-1 wrap-anywhere select-text">{view.program}</span>
        ) : (
          <span className="min-w-0 flex-1 text-warn">{texts.notFound}</span>
        )}
        {view.isChosen && (
          <Button
            size="s"
            tone="quiet"
            aria-label={texts.lookForCli(name)}
            onPress={() => void finding.run(view.cli)}
          >
            {texts.lookFor}
          </Button>
        )}
        <Button
          size="s"
          aria-label={texts.chooseFor(name)}
          isPending={choosing.isPending}
          onPress={() => void choosing.run(view.cli)}
        >
          {texts.choose}
        </Button>
      </div>
      {view.missing && (
        <p className="text-xs text-dim">
          {view.missing.message} {view.missing.hint}
        </p>
      )}
      {problem && <ProblemNotice problem={problem} />}
    </li>
  );
}

interface ProfilesProps {
  view: CloudAccessView;
  selected: readonly string[];
  onChange: (selected: readonly string[]) => void;
}

/** The AWS CLI's profiles, of which some are used. */
function Profiles({ view, selected, onChange }: ProfilesProps) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = view.profiles.filter((one) =>
    [profileName(one.name), one.account, one.accountName].some((text) =>
      text?.toLowerCase().includes(wanted),
    ),
  );
  if (view.profiles.length === 0) {
    return (
      <Notice tone="info" plain>
        {texts.noProfiles}
      </Notice>
    );
  }
  return (
    <section aria-label={texts.profiles} className="flex flex-col gap-1.5">
      <div>
        <h3 className="text-xs text-dim">{texts.profiles}</h3>
        <p className="text-xs text-dim">{texts.aboutProfiles}</p>
      </div>
      {view.profiles.length >= many && (
        <SearchField label={texts.findProfile} value={search} onChange={setSearch} />
      )}
      <ul className="max-h-48 overflow-y-auto rounded-lg border border-line">
        {shown.map((one) => (
          <li
            key={one.name}
            className="flex items-center gap-3 border-b border-line-soft px-2.5 py-1.5 text-sm last:border-b-0"
          >
            <Checkbox
              isSelected={selected.includes(one.name)}
              onChange={(isSelected) =>
                onChange(
                  isSelected
                    ? [...selected, one.name]
                    : selected.filter((name) => name !== one.name),
                )
              }
              className="min-w-0 flex-1"
            >
              <span className="truncate">{profileName(one.name)}</span>
            </Checkbox>
            {one.name === "" && (
              <span className="shrink-0 text-xs text-dim">{texts.aboutDefaultCredentials}</span>
            )}
            {one.isSso && <span className="shrink-0 text-xs text-dim">{texts.sso}</span>}
            {one.accountName && (
              <span className="max-w-40 shrink-0 truncate text-xs text-mut">{one.accountName}</span>
            )}
            {one.account && <span className="mono shrink-0 text-xs text-mut">{one.account}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
