import { useEffect, type ReactNode } from "react";
import { Mark } from "@/ui/Icon";

/** The plain frame of pages outside a workspace. */
export function OutsideFrame({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Prospect`;
  }, [title]);
  return (
    <main className="flex min-h-full flex-col items-center bg-canvas px-4 py-12 max-desk:py-6">
      <div className="w-full max-w-100">
        <p className="mb-6 flex items-center gap-2 text-lead font-bold">
          <Mark size={24} />
          Prospect
        </p>
        <div className="border border-line bg-surface p-6 max-desk:p-4">
          <h1 className="text-title font-bold tracking-title">{title}</h1>
          <p className="mt-1 mb-4 text-pretty text-ink-2">{lead}</p>
          {children}
        </div>
      </div>
    </main>
  );
}
