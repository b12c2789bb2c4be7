/** A key cap. Hidden on phones, where there is no keyboard. */
export function Kbd({ children, onInk = false }: { children: string; onInk?: boolean }) {
  return (
    <kbd className={`max-desk:hidden rounded-control border px-1 font-sans text-micro font-medium whitespace-nowrap ${onInk ? "border-ink-3 text-inverse" : "border-line-strong bg-surface text-ink-3"}`}>
      {children}
    </kbd>
  );
}
