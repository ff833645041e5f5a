import { useRouter } from "@tanstack/react-router";
import { memo, useContext, useState } from "react";
import { Button, Dialog, isComposing, Menu, type MenuEntry, TextField, toast } from "../../kit";
import { NamedViewsContext } from "../../parts/namedViews";
import { type EndpointsSearch, isFiltered, listed } from "./search";
import { texts } from "./texts";

const page = "/endpoints";

/** Filters and sort order under a name: shows, saves and deletes them. */
export const ViewsMenu = memo(function ViewsMenu({ search }: { search: EndpointsSearch }) {
  const router = useRouter();
  const { named, remove } = useContext(NamedViewsContext);
  const [isSaving, setSaving] = useState(false);
  const own = named.filter((view) => view.page === page);
  const query = router.options.stringifySearch(listed(search));
  const current = own.find((view) => view.query === query);
  const canSave = isFiltered(search) || search.sort !== undefined;
  const entries: MenuEntry[] = [
    ...own.map(({ name, query }) => ({
      id: `show-${name}`,
      label: name,
      icon: "bookmark" as const,
      onAction: () => router.history.push(`${page}${query}`),
    })),
    {
      id: "save",
      label: texts.views.save,
      icon: "plus",
      separated: own.length > 0,
      isDisabled: !canSave || current !== undefined,
      onAction: () => setSaving(true),
    },
    ...(own.length === 0
      ? []
      : [
          {
            id: "delete",
            label: texts.views.delete,
            icon: "trash" as const,
            entries: own.map(({ name }) => ({
              id: `delete-${name}`,
              label: name,
              onAction: () => {
                remove(name);
                toast({ tone: "ok", title: texts.views.deleted(name) });
              },
            })),
          },
        ]),
  ];
  return (
    <>
      <Menu
        label={texts.views.title}
        entries={entries}
        trigger={
          <Button size="s" tone="quiet" icon="bookmark" className="max-w-44 !font-normal">
            <span className="truncate">{current?.name ?? texts.views.title}</span>
          </Button>
        }
      />
      {isSaving && <SaveView query={query} onClose={() => setSaving(false)} />}
    </>
  );
});

function SaveView({ query, onClose }: { query: string; onClose: () => void }) {
  const { named, save } = useContext(NamedViewsContext);
  const [name, setName] = useState("");
  const given = name.trim();
  const replaces = named.some((view) => view.name === given);
  const submit = () => {
    if (given === "") return;
    save({ name: given, page, query });
    toast({ tone: "ok", title: texts.views.saved(given) });
    onClose();
  };
  return (
    <Dialog
      title={texts.views.saveTitle}
      isOpen
      onClose={onClose}
      width="s"
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            tone="primary"
            disabledReason={given === "" ? texts.views.nameFirst : null}
            onPress={submit}
          >
            {replaces ? texts.views.replace : texts.views.submit}
          </Button>
        </>
      }
    >
      <TextField
        label={texts.views.name}
        placeholder={texts.views.example}
        autoFocus
        maxLength={60}
        value={name}
        onChange={setName}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !isComposing(event)) submit();
          else event.continuePropagation();
        }}
        description={replaces ? texts.views.replaces : texts.views.about}
      />
    </Dialog>
  );
}
