import { useId, useMemo, useState } from "react";
import { Button } from "./Button";
import type { IconName } from "./icons";
import { Popover } from "./Popover";
import { Field, TextInput } from "./Field";
import { Icon } from "./Icon";

export interface ComboOption {
  value: string;
  label: string;
  note?: string | undefined;
}

export interface ComboboxProps {
  label: string;
  value: string | undefined;
  options: readonly ComboOption[];
  onChange: (value: string) => void;
  /** Called as the reader types, when the list comes from the server. */
  onSearch?: (text: string) => void;
  placeholder?: string;
  empty?: string;
}

/** A searchable list: type to narrow, arrows to move, Enter to take. */
export function Combobox({ label, value, options, onChange, onSearch, placeholder = "Choose", empty }: ComboboxProps) {
  const [open, setOpen] = useState(false);
  const current = options.find((option) => option.value === value);
  return (
    <Field label={label}>
      {(ids) => (
        <Popover
          label={label}
          align="start"
          open={open}
          onOpenChange={setOpen}
          className="w-72 p-1"
          trigger={
            <button type="button" {...ids} className="flex h-control w-full min-w-0 items-center gap-1.5 rounded-control border border-field-line bg-surface px-2 text-left hover:bg-hover">
              <span className={`min-w-0 flex-1 truncate ${current ? "" : "text-ink-3"}`}>{current?.label ?? placeholder}</span>
              <Icon name="down" size={12} />
            </button>
          }
        >
          <ComboList label={label} value={value} options={options} empty={empty} onSearch={onSearch} onTake={(next) => { onChange(next); setOpen(false); }} />
        </Popover>
      )}
    </Field>
  );
}

/** The same list behind a small button, for adding to a set. */
export function ComboButton({ label, icon, options, onChange }: { label: string; icon?: IconName; options: readonly ComboOption[]; onChange: (value: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover label={label} align="start" open={open} onOpenChange={setOpen} className="w-88 max-w-11/12 p-1" trigger={<Button small look="quiet" icon={icon}>{label}</Button>}>
      <ComboList label={label} value={undefined} options={options} onTake={(next) => { onChange(next); setOpen(false); }} />
    </Popover>
  );
}

interface ComboListProps {
  label: string;
  value: string | undefined;
  options: readonly ComboOption[];
  onTake: (value: string) => void;
  onSearch?: ((text: string) => void) | undefined;
  empty?: string | undefined;
}

function ComboList({ label, value, options, onTake, onSearch, empty = "Nothing matches." }: ComboListProps) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const list = useId();
  const shown = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return options.filter((option) => words.every((word) => `${option.label} ${option.note ?? ""}`.toLowerCase().includes(word)));
  }, [options, text]);
  const take = (option: ComboOption | undefined) => {
    if (option) onTake(option.value);
  };
  return (
    <>
      <TextInput
        role="combobox"
        aria-label={`Search ${label}`}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={shown[active] ? `${list}-${active}` : undefined}
        value={text}
        placeholder="Search"
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          onSearch?.(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setActive((i) => Math.min(shown.length - 1, i + 1));
          else if (event.key === "ArrowUp") setActive((i) => Math.max(0, i - 1));
          else if (event.key === "Enter") take(shown[active]);
          else return;
          event.preventDefault();
        }}
      />
      <ul id={list} role="listbox" aria-label={label} className="mt-1 max-h-72 overflow-auto">
        {shown.map((option, index) => (
          // The keyboard path is the text field above, which owns the active option.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li key={option.value} id={`${list}-${index}`} role="option" aria-selected={option.value === value} onClick={() => take(option)} onPointerMove={() => setActive(index)} className={`flex min-h-7 cursor-default items-center gap-2 rounded-control px-2 ${index === active ? "bg-hover" : ""}`}>
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.note ? <span className="text-micro text-ink-3">{option.note}</span> : null}
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p className="px-2 py-1.5 text-small text-ink-3">{empty}</p> : null}
    </>
  );
}
