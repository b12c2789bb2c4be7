import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Icon } from "./Icon";
import type { IconName } from "./icons";
import { Kbd } from "./Kbd";

export type MenuEntry =
  | { kind?: "item"; label: string; icon?: IconName; note?: string; keys?: string; danger?: boolean; disabled?: boolean; onSelect: () => void }
  | { kind: "radio"; label: string; value: string; options: readonly { value: string; label: string }[]; onChange: (value: string) => void }
  | { kind: "check"; label: string; checked: boolean; onChange: (checked: boolean) => void }
  | { kind: "heading"; label: string }
  | { kind: "rule" };

const item = "flex h-7 max-desk:h-10 cursor-default items-center gap-2 rounded-control px-2 outline-none data-[highlighted]:bg-hover data-[disabled]:text-ink-off";

export function Menu({ trigger, entries, align = "end", label }: { trigger: ReactNode; entries: readonly MenuEntry[]; align?: "start" | "end"; label: string }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content aria-label={label} align={align} sideOffset={4} collisionPadding={8} className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-auto rounded-pop border border-line-strong bg-surface p-1 shadow-pop">
          {entries.map((entry, index) => (
            <Entry key={index} entry={entry} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  switch (entry.kind) {
    case "rule":
      return <Radix.Separator className="my-1 border-t border-line" />;
    case "heading":
      return <Radix.Label className="px-2 pt-1.5 pb-1 text-micro text-ink-3">{entry.label}</Radix.Label>;
    case "check":
      return (
        <Radix.CheckboxItem className={item} checked={entry.checked} onCheckedChange={(checked) => entry.onChange(checked)} onSelect={(event) => event.preventDefault()}>
          <span className="flex size-4 items-center justify-center">
            <Radix.ItemIndicator>
              <Icon name="check" size={14} />
            </Radix.ItemIndicator>
          </span>
          {entry.label}
        </Radix.CheckboxItem>
      );
    case "radio":
      return (
        <Radix.RadioGroup value={entry.value} onValueChange={entry.onChange} aria-label={entry.label}>
          <Radix.Label className="px-2 pt-1.5 pb-1 text-micro text-ink-3">{entry.label}</Radix.Label>
          {entry.options.map((option) => (
            <Radix.RadioItem key={option.value} value={option.value} className={item}>
              <span className="flex size-4 items-center justify-center">
                <Radix.ItemIndicator>
                  <Icon name="check" size={14} />
                </Radix.ItemIndicator>
              </span>
              {option.label}
            </Radix.RadioItem>
          ))}
        </Radix.RadioGroup>
      );
    default:
      return (
        <Radix.Item className={`${item} ${entry.danger ? "text-neg" : ""}`} disabled={entry.disabled ?? false} onSelect={entry.onSelect}>
          {entry.icon ? <Icon name={entry.icon} size={14} /> : null}
          {entry.label}
          {entry.note ? <span className="ml-auto pl-4 text-micro text-ink-3">{entry.note}</span> : null}
          {entry.keys ? (
            <span className="ml-auto pl-4">
              <Kbd>{entry.keys}</Kbd>
            </span>
          ) : null}
        </Radix.Item>
      );
  }
}
