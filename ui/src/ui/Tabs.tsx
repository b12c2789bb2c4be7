import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface Tab {
  value: string;
  label: string;
  count?: number | string | undefined;
  content: ReactNode;
}

/** The tab in view belongs in the address; pass it in and take it out. */
export function Tabs({ label, value, tabs, onChange, aside }: { label: string; value: string; tabs: readonly Tab[]; onChange: (value: string) => void; aside?: ReactNode }) {
  return (
    <Radix.Root value={value} onValueChange={onChange} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-9 shrink-0 items-center border-b border-line px-4 max-desk:px-3">
        <Radix.List aria-label={label} className="flex h-full min-w-0 gap-4 overflow-x-auto max-desk:gap-2.5">
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.value} value={tab.value} className="h-full border-b-2 border-transparent whitespace-nowrap text-ink-3 hover:text-ink data-[state=active]:border-ink data-[state=active]:font-strong data-[state=active]:text-ink focus-visible:-outline-offset-2">
              {tab.label}
              {tab.count === undefined ? null : <span className="ml-1.5 text-micro text-ink-3">{tab.count}</span>}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside ? <div className="ml-auto flex items-center gap-1.5 pl-4">{aside}</div> : null}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="flex min-h-0 flex-1 flex-col focus-visible:-outline-offset-2">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
