import type { Session } from "@/api/types";
import { Icon } from "@/ui/Icon";
import type { IconName } from "@/ui/icons";
import { OutsideFrame } from "./OutsideFrame";

/** The three ways to begin. */
export function Doors({ session }: { session: Session }) {
  const demo = session.workspaces.find((workspace) => workspace.demo);
  const own = session.workspaces.find((workspace) => !workspace.demo) ?? session.workspaces[0];
  const doors: { title: string; text: string; href: string; icon: IconName }[] = [
    ...(demo ? [{ title: "Explore the demo", text: "Oil prices and two published mine studies, ready to forecast and simulate.", href: `/w/${demo.slug}/`, icon: "home" as const }] : []),
    ...(own ? [{ title: "Open a file", text: "A CSV or XLSX file with dates and values becomes a series.", href: `/w/${own.slug}/series?upload=1`, icon: "upload" as const }, { title: "Describe a project", text: "Start a scenario: schedule, prices, costs, taxes.", href: `/w/${own.slug}/scenarios?new=1`, icon: "scenario" as const }] : []),
  ];
  return (
    <OutsideFrame title={`Welcome, ${session.user?.name ?? ""}`} lead="You are signed in as administrator. Where to begin?">
      <ul className="border-t border-line">
        {doors.map((door) => (
          <li key={door.title} className="border-b border-line">
            <a href={door.href} className="flex items-center gap-3 px-1 py-3 hover:bg-hover">
              <Icon name={door.icon} className="text-ink-3" />
              <span className="min-w-0 flex-1">
                <span className="block font-bold">{door.title}</span>
                <span className="block text-small text-ink-2">{door.text}</span>
              </span>
              <Icon name="right" size={14} className="text-ink-3" />
            </a>
          </li>
        ))}
      </ul>
    </OutsideFrame>
  );
}
