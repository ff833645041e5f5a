import { memo } from "react";
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { Button, IconButton } from "../Button";
import { Checkbox } from "../Checkbox";
import { Icon } from "../Icon";
import type { TableColumn } from "./columns";
import { isFixed, moved, plainView, type TableView } from "./tableView";

interface Props<T> {
  label: string;
  /** In their present order, also those that aren't visible. */
  columns: readonly TableColumn<T>[];
  /** In their first order. */
  all: readonly TableColumn<T>[];
  isVisible: (id: string) => boolean;
  view: TableView;
  onView: (change: (now: TableView) => TableView) => void;
}

/** Shows, hides and moves a table's columns. */
export const ColumnsButton = memo(Columns) as typeof Columns;

function Columns<T>({ label, columns, all, isVisible, view, onView }: Props<T>) {
  const choosable = columns.filter((column) => !isFixed(all, column));
  const isPlain =
    view.order.length + Object.keys(view.shown).length + Object.keys(view.widths).length === 0;
  const move = (id: string, step: 1 | -1) => {
    const order = moved(columns, all, id, step);
    if (order) onView((now) => ({ ...now, order }));
  };
  return (
    <DialogTrigger>
      <AriaButton
        aria-label={`Columns of ${label}`}
        className="grid size-6 place-items-center rounded-md text-dim hover:bg-btn-hov hover:text-tx"
      >
        <Icon name="columns" size={13} />
      </AriaButton>
      <Popover
        placement="bottom end"
        className="pop-in w-64 rounded-lg border border-line bg-panel shadow-pop"
      >
        <Dialog aria-label="Columns" className="flex flex-col gap-0.5 p-2 outline-none">
          <ul className="flex max-h-80 flex-col gap-0.5 overflow-auto">
            {choosable.map(({ id, title }, at) => (
              <li key={id} className="flex items-center gap-1 rounded-md pl-1.5 hover:bg-hov">
                <Checkbox
                  className="min-w-0 flex-1 py-1"
                  isSelected={isVisible(id)}
                  onChange={(on) =>
                    onView((now) => ({ ...now, shown: { ...now.shown, [id]: on } }))
                  }
                >
                  <span className="truncate">{title}</span>
                </Checkbox>
                <IconButton
                  label={`Move ${title} left`}
                  icon="up"
                  size={11}
                  tooltip={false}
                  isDisabled={at === 0}
                  className="data-[disabled]:opacity-30"
                  onPress={() => move(id, -1)}
                />
                <IconButton
                  label={`Move ${title} right`}
                  icon="down"
                  size={11}
                  tooltip={false}
                  isDisabled={at === choosable.length - 1}
                  className="data-[disabled]:opacity-30"
                  onPress={() => move(id, 1)}
                />
              </li>
            ))}
          </ul>
          <Button
            tone="quiet"
            size="s"
            className="mt-1 self-start"
            disabledReason={isPlain ? "The columns are as they were." : null}
            onPress={() => onView(({ sort }) => ({ ...plainView, sort }))}
          >
            Reset columns
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** The entries of a column header's context menu. */
export function columnEntries<T>(props: Omit<Props<T>, "label" | "isVisible">, id: string) {
  const { columns, all, onView } = props;
  const column = columns.find((one) => one.id === id);
  if (!column || isFixed(all, column)) return [];
  const move = (label: string, step: 1 | -1) => {
    const order = moved(columns, all, id, step);
    return {
      id: label,
      label,
      isDisabled: order === null,
      onAction: () => {
        if (order) onView((now) => ({ ...now, order }));
      },
    };
  };
  return [
    move("Move left", -1),
    move("Move right", 1),
    {
      id: "hide",
      label: `Hide ${column.title}`,
      separated: true,
      onAction: () => onView((now) => ({ ...now, shown: { ...now.shown, [id]: false } })),
    },
    {
      id: "reset",
      label: "Reset columns",
      onAction: () => onView(({ sort }) => ({ ...plainView, sort })),
    },
  ];
}
