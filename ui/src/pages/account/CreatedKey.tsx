import { useState } from "react";
import type { CreatedApiKey } from "@/api/types";
import { copyText } from "@/lib/download";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Segmented } from "@/ui/Segmented";

export type Created = CreatedApiKey;

type Tool = "curl" | "python" | "duckdb";

/** Ready lines that read the series of the workspace with the key. */
export function copyLines(origin: string, workspace: string, secret: string): Record<Tool, string> {
  const url = `${origin}/api/v1/series?workspace=${encodeURIComponent(workspace)}`;
  return {
    curl: `curl -H "Authorization: Bearer ${secret}" "${url}"`,
    python: ["import json, urllib.request", `request = urllib.request.Request("${url}", headers={"Authorization": "Bearer ${secret}"})`, "series = json.load(urllib.request.urlopen(request))[\"items\"]"].join("\n"),
    duckdb: ["INSTALL httpfs; LOAD httpfs;", `CREATE SECRET prospect (TYPE http, EXTRA_HTTP_HEADERS MAP {'Authorization': 'Bearer ${secret}'}, SCOPE '${origin}');`, `SELECT unnest(items, recursive := true) FROM read_json('${url}');`].join("\n"),
  };
}

/** A key just made: shown once, with lines to paste. */
export function CreatedKey({ created, workspace, onClose }: { created: Created; workspace: string; onClose: () => void }) {
  const [tool, setTool] = useState<Tool>("curl");
  const [copied, setCopied] = useState("");
  const lines = copyLines(location.origin, workspace, created.secret)[tool];
  const copy = (what: string, text: string) => void copyText(text).then((ok) => setCopied(ok ? `${what} copied.` : "The browser did not allow copying; select the text instead."));
  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title={`Key for ${created.key.name}`} description="This is the only time the key is shown. Store it where its program reads secrets." actions={<Button look="primary" onClick={onClose}>I have stored it</Button>}>
      <div className="flex items-center gap-2 border border-line-strong bg-sunken px-3 py-2">
        <code className="min-w-0 flex-1 font-mono text-small break-all select-all" data-secret>
          {created.secret}
        </code>
        <IconButton label="Copy the key" icon="copy" onClick={() => copy("Key", created.secret)} />
      </div>
      <div className="mt-4 mb-2 flex items-center gap-2">
        <h3 className="font-bold">Use it</h3>
        <Segmented label="Program" value={tool} onChange={setTool} options={[{ value: "curl", label: "curl" }, { value: "python", label: "Python" }, { value: "duckdb", label: "DuckDB" }]} />
        <span className="ml-auto">
          <Button small icon="copy" onClick={() => copy("Lines", lines)}>
            Copy
          </Button>
        </span>
      </div>
      {/* Long lines scroll; the keyboard must reach them. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="overflow-auto border border-line bg-sunken p-3 font-mono text-small" tabIndex={0} aria-label={`Lines for ${tool}`}>
        {lines}
      </pre>
      <p aria-live="polite" className="mt-2 min-h-4 text-small text-ink-2">
        {copied}
      </p>
    </Dialog>
  );
}
