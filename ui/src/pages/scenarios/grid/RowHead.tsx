import type { Line } from "../model/lines";

/** The name of a line with its unit; a second number of the same row repeats only what differs. */
export function RowHead({ line, previous, active, width, trouble, onSelect }: { line: Line; previous: Line | undefined; active: boolean; width: number; trouble: boolean; onSelect: () => void }) {
  const again = previous?.row === line.row;
  return (
    // The same is done from the keyboard with Home and Shift + End.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div role="rowheader" aria-colindex={1} aria-label={`${line.label}${line.part ? `, ${line.part}` : ""}, ${line.unit}`} className={`edit-rowhead ${active ? "bg-active" : ""}`} style={{ width }} onClick={onSelect}>
      <span className={`truncate ${again ? "pl-3 text-ink-3" : ""} ${trouble ? "text-neg" : ""}`} title={line.part ? `${line.label}, ${line.part}` : line.label}>
        {again ? (line.part ?? line.label) : line.label}
        {!again && line.part ? <span className="ml-1 text-ink-3">{line.part}</span> : null}
      </span>
      <span className="ml-auto shrink-0 pl-2 text-micro text-ink-3">{line.unit}</span>
    </div>
  );
}
