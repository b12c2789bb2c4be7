import { ToggleGroup } from "radix-ui";

export interface Option<T extends string> {
  value: T;
  label: string;
  hint?: string;
}

/** One of a few, always one chosen. Arrow keys move. */
export function Segmented<T extends string>({ label, value, options, onChange, className = "", tall = false }: { label: string; value: T; options: readonly Option<T>[]; onChange: (value: T) => void; className?: string; tall?: boolean }) {
  return (
    <ToggleGroup.Root type="single" aria-label={label} value={value} onValueChange={(next) => next && onChange(next as T)} className={`inline-flex overflow-hidden rounded-control border border-line-strong bg-surface ${tall ? "h-control" : "h-6"} ${className}`}>
      {options.map((option) => (
        <ToggleGroup.Item key={option.value} value={option.value} title={option.hint} className="border-r border-line px-2 text-small whitespace-nowrap text-ink-3 last:border-r-0 hover:bg-hover data-[state=on]:bg-active data-[state=on]:font-strong data-[state=on]:text-ink focus-visible:-outline-offset-2">
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
