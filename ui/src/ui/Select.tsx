import { Select as Radix } from "radix-ui";
import { Field } from "./Field";
import { Icon } from "./Icon";

export interface SelectProps<T extends string> {
  label: string;
  value: T | undefined;
  options: readonly { value: T; label: string; note?: string | undefined }[];
  onChange: (value: T) => void;
  placeholder?: string;
  hint?: string;
  error?: string | undefined;
  className?: string;
  hideLabel?: boolean;
}

/** One of a short, known list. For long or searchable lists use Combobox. */
export function Select<T extends string>({ label, value, options, onChange, placeholder = "Choose", hint, error, className, hideLabel = false }: SelectProps<T>) {
  const control = (ids: { id?: string; "aria-describedby"?: string | undefined; "aria-invalid"?: true | undefined }) => (
    <Radix.Root {...(value === undefined ? {} : { value })} onValueChange={(next) => onChange(next as T)}>
      <Radix.Trigger {...ids} aria-label={hideLabel ? label : undefined} className="flex h-control w-full min-w-0 items-center gap-1.5 rounded-control border border-field-line bg-surface px-2 text-left hover:bg-hover aria-invalid:border-neg data-[placeholder]:text-ink-3">
        <span className="min-w-0 flex-1 truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Icon name="down" size={12} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content position="popper" sideOffset={4} className="z-50 max-h-80 min-w-(--radix-select-trigger-width) overflow-hidden rounded-pop border border-line-strong bg-surface shadow-pop">
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item key={option.value} value={option.value} className="flex h-7 cursor-default items-center gap-2 rounded-control px-2 outline-none data-[highlighted]:bg-hover data-[state=checked]:font-strong">
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.note ? <span className="ml-auto text-micro text-ink-3">{option.note}</span> : null}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
  if (hideLabel) return <div className={className}>{control({})}</div>;
  return (
    <Field label={label} error={error} {...(hint ? { hint } : {})} className={className ?? ""}>
      {control}
    </Field>
  );
}
