import { useId, type ComponentProps, type ReactNode } from "react";

export interface FieldProps {
  label: string;
  optional?: boolean;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: (ids: { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined }) => ReactNode;
}

/** Label above, hint below, the error says what is wrong and what would be right. */
export function Field({ label, optional = false, hint, error, className = "", children }: FieldProps) {
  const id = useId();
  const note = `${id}-note`;
  return (
    <div className={`min-w-0 ${className}`}>
      <label htmlFor={id} className="mb-1 block text-micro text-ink-3">
        {label}
        {optional ? ", optional" : ""}
      </label>
      {children({ id, "aria-describedby": hint || error ? note : undefined, "aria-invalid": error ? true : undefined })}
      {error || hint ? (
        <p id={note} className={`mt-1 text-micro text-pretty ${error ? "text-neg" : "text-ink-3"}`}>
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}

export const inputClass =
  "h-control w-full min-w-0 rounded-control border border-field-line bg-surface px-2 text-ink aria-invalid:border-neg disabled:border-line disabled:bg-hover disabled:text-ink-off";

export function TextInput({ className = "", ...rest }: ComponentProps<"input">) {
  return <input type="text" className={`${inputClass} ${className}`} {...rest} />;
}

export function TextField({ label, hint, error, optional, className, ...rest }: ComponentProps<"input"> & Omit<FieldProps, "children">) {
  return (
    <Field label={label} {...(hint ? { hint } : {})} error={error} optional={optional ?? false} className={className ?? ""}>
      {(ids) => <TextInput {...rest} {...ids} />}
    </Field>
  );
}

export function Checkbox({ label, note, className = "", ...rest }: ComponentProps<"input"> & { label: ReactNode; note?: ReactNode }) {
  return (
    <label className={`flex min-h-6 items-center gap-2 text-small ${className}`}>
      <input type="checkbox" className="size-3.5 shrink-0 accent-ink" {...rest} />
      <span className="min-w-0 text-pretty">{label}</span>
      {note ? <span className="ml-auto shrink-0 text-micro text-ink-3">{note}</span> : null}
    </label>
  );
}
