import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { formatDate, formatDateTime } from "@/lib/dates";
import { Button } from "@/ui/Button";
import { Field, inputClass } from "@/ui/Field";
import { Icon } from "@/ui/Icon";
import { Popover } from "@/ui/Popover";

/** The moment every figure on the page is known as of; undefined is the latest. */
export function useAsOf(): string | undefined {
  return useSearch({ strict: false, select: (search: { as_of?: string }) => search.as_of });
}

/** What the server is asked: the end of a chosen day, so that the day itself is included. */
export function asOfInstant(asOf: string | undefined): string | undefined {
  return asOf && /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? `${asOf}T23:59:59Z` : asOf;
}

export function AsOf({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const asOf = useAsOf();
  const navigate = useNavigate();
  const [draft, setDraft] = useState("");
  const set = (value: string | undefined) => {
    void navigate({ to: ".", search: ((previous: Record<string, unknown>) => ({ ...previous, as_of: value })) as never });
    onOpenChange(false);
  };
  const today = new Date().toISOString();
  return (
    <Popover
      label="As of"
      open={open}
      onOpenChange={(next) => {
        setDraft(asOf?.slice(0, 10) ?? "");
        onOpenChange(next);
      }}
      className="w-72 p-3"
      trigger={
        <button type="button" title="Everything on this page is computed from what was known at this moment" className={`flex h-control shrink-0 items-center gap-1.5 rounded-control border bg-surface px-2 whitespace-nowrap ${asOf ? "border-copper text-copper" : "border-line-strong"}`}>
          <span aria-hidden="true" className={`size-1.5 rounded-full ${asOf ? "bg-copper" : "bg-pos"}`} />
          <span className={`max-desk:sr-only ${asOf ? "" : "text-ink-3"}`}>As of</span>
          {asOf ? <span className="font-strong">{formatDate(asOf)}</span> : <span>Latest</span>}
          {asOf ? null : <span className="text-ink-3 max-desk:hidden">{formatDate(today)}</span>}
          <Icon name="down" size={12} />
        </button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          set(draft || undefined);
        }}
      >
        <Field label="Known as of the end of" hint={asOf ? `Now showing what was known on ${formatDateTime(asOfInstant(asOf))}.` : "Values that became known later are left out of every figure."}>
          {(ids) => <input {...ids} type="date" className={inputClass} max={today.slice(0, 10)} value={draft} onChange={(event) => setDraft(event.target.value)} />}
        </Field>
        <div className="flex gap-2">
          <Button type="submit" look="primary">
            Show
          </Button>
          <Button onClick={() => set(undefined)}>Latest</Button>
        </div>
      </form>
    </Popover>
  );
}
