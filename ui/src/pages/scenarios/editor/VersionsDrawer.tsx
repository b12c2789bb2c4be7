import { useQuery } from "@tanstack/react-query";
import { versionFile, versionsQuery } from "@/api/scenarios";
import { formatMoment } from "@/lib/dates";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { PlaceLink } from "@/shell/PlaceLink";
import { Chip } from "@/ui/Chip";
import { Drawer } from "@/ui/Dialog";

/** Every saved version, newest first; each can be opened, compared with the one before, and taken along. */
export function VersionsDrawer({ slug, current, onClose }: { slug: string; current: number; onClose: () => void }) {
  const list = useQuery(versionsQuery(slug));
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()} title="Versions">
      {list.error ? <ErrorPanel error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <LoadingRows rows={4} label="Loading versions" /> : null}
      <ol>
        {(list.data?.items ?? []).map((entry) => (
          <li key={entry.version} className="border-b border-line px-4 py-2">
            <p className="flex items-center gap-2">
              <PlaceLink to={`/scenarios/${slug}/v/${entry.version}`} className="font-strong hover:text-azurite" onClick={onClose}>
                v{entry.version}
              </PlaceLink>
              {entry.version === current ? <Chip>shown</Chip> : null}
              <span className="ml-auto text-micro text-ink-3">
                {entry.author}, {formatMoment(entry.created_at)}
              </span>
            </p>
            <p className="text-small text-pretty text-ink-2">{entry.note}</p>
            <p className="flex gap-3 text-small text-azurite">
              {entry.version > 1 ? (
                <PlaceLink to={`/scenarios/${slug}/v/${entry.version}?diff=${entry.version - 1}`} className="hover:underline" onClick={onClose}>
                  Changes since v{entry.version - 1}
                </PlaceLink>
              ) : null}
              <a href={versionFile(slug, entry.version, "toml")} className="hover:underline">
                TOML
              </a>
              <a href={versionFile(slug, entry.version, "json")} className="hover:underline">
                JSON
              </a>
            </p>
          </li>
        ))}
      </ol>
    </Drawer>
  );
}
