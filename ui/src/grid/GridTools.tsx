import { useState } from "react";
import { formatNumber } from "@/lib/format";
import { Checkbox, TextInput } from "@/ui/Field";
import { IconButton } from "@/ui/Button";
import { Menu } from "@/ui/Menu";
import { Popover } from "@/ui/Popover";
import { headText, type GridColumn } from "./column";
import { exportTable } from "./export";

export interface GridToolsProps<T> {
  name: string;
  rows: readonly T[];
  columns: readonly GridColumn<T>[];
  hidden: ReadonlySet<string>;
  onHidden: (hidden: ReadonlySet<string>) => void;
  /** Files the server makes, with every row. */
  files?: { label: string; url: string }[] | undefined;
}

/** Column chooser and export, for the head of the panel a grid sits in. */
export function GridTools<T>({ name, rows, columns, hidden, onHidden, files }: GridToolsProps<T>) {
  const [text, setText] = useState("");
  const shown = columns.filter((column) => headText(column).toLowerCase().includes(text.toLowerCase()));
  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (next.has(id)) next.delete(id);
    else next.add(id);
    onHidden(next);
  };
  return (
    <>
      <Popover label="Columns" className="w-60 p-2" trigger={<IconButton small label="Choose columns" icon="columns" />}>
        <TextInput aria-label="Search columns" placeholder="Search columns" value={text} onChange={(event) => setText(event.target.value)} />
        <div className="mt-1.5 max-h-80 overflow-auto">
          {shown.map((column) => (
            <Checkbox key={column.id} label={headText(column)} checked={!hidden.has(column.id)} disabled={column === columns[0]} onChange={() => toggle(column.id)} />
          ))}
        </div>
      </Popover>
      <Menu
        label={`Export ${name}`}
        trigger={<IconButton small label={`Export ${name}`} icon="export" />}
        entries={[
          { kind: "heading", label: `${formatNumber(rows.length)} rows shown` },
          ...exportTable(name, rows, columns.filter((column) => !hidden.has(column.id))),
          ...(files?.length ? [{ kind: "heading" as const, label: "Every row, from the server" }, ...files.map((file) => ({ label: file.label, onSelect: () => location.assign(file.url) }))] : []),
        ]}
      />
    </>
  );
}

/** Columns off by default, and the reader's own choice per grid, kept in the browser. */
export function useHidden<T>(name: string, columns: readonly GridColumn<T>[]): [ReadonlySet<string>, (hidden: ReadonlySet<string>) => void] {
  const key = `prospect.columns.${name}`;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
      if (Array.isArray(stored)) return new Set(stored.map(String));
    } catch {
      // An unreadable choice is no choice.
    }
    return new Set(columns.filter((column) => column.hidden).map((column) => column.id));
  });
  return [
    hidden,
    (next) => {
      setHidden(next);
      try {
        localStorage.setItem(key, JSON.stringify([...next]));
      } catch {
        // Kept for this visit only.
      }
    },
  ];
}
