import { keyText, useActionList, type Action } from "@/lib/actions";
import { Dialog } from "@/ui/Dialog";
import { Kbd } from "@/ui/Kbd";

const FIXED: readonly [string, string][] = [
  ["Arrows", "Move in a table or a chart"],
  ["Shift arrows", "Extend the selection in a table"],
  ["Ctrl C", "Copy the selection with its heads"],
  ["Home, End", "First and last"],
  ["+ −", "Zoom a chart"],
  ["l", "Chart: linear or log"],
  ["Enter", "Histogram: pin the bin, again to unpin"],
  ["Esc", "Close, clear, cancel the edit, in that order"],
];

/** Every key that does something here. */
export function KeysList({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const actions = useActionList().filter((action) => action.keys);
  const sections = (["Here", "Everywhere", "Go to"] as const).map((name) => ({ name, items: actions.filter((action) => action.section === name) })).filter((section) => section.items.length > 0);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys" description="Single letters act only while no field has the focus; they can be switched off in your menu." wide>
      <div className="grid gap-x-8 gap-y-4 desk:grid-cols-2">
        {sections.map((section) => (
          <section key={section.name}>
            <h3 className="mb-1 font-bold">{section.name}</h3>
            {section.items.map((action: Action) => (
              <Row key={action.id} keys={keyText(action.keys ?? "")} label={action.label} />
            ))}
          </section>
        ))}
        <section>
          <h3 className="mb-1 font-bold">Tables and charts</h3>
          {FIXED.map(([keys, label]) => (
            <Row key={keys} keys={keys} label={label} />
          ))}
        </section>
      </div>
    </Dialog>
  );
}

function Row({ keys, label }: { keys: string; label: string }) {
  return (
    <div className="flex min-h-6.5 items-center justify-between gap-4 border-b border-grid">
      <span>{label}</span>
      <Kbd>{keys}</Kbd>
    </div>
  );
}
