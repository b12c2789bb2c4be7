import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { scenarioQuery, versionQuery } from "@/api/scenarios";
import { useCrumbs } from "@/lib/crumbs";
import { ErrorPanel, LoadingRows } from "@/page/States";
import { PlaceLink } from "@/shell/PlaceLink";
import { Workbench } from "./editor/Workbench";
import { normalise } from "./model/readScenario";

const editorRoute = getRouteApi("/w/$workspace/scenarios/$slug");
const pastRoute = getRouteApi("/w/$workspace/scenarios/$slug/v/$version");
const back = (
  <PlaceLink to="/scenarios" className="text-azurite hover:underline">
    All scenarios
  </PlaceLink>
);

/** The latest version, open for editing. What is being edited stays put while others save. */
export function EditorPage() {
  const { slug } = editorRoute.useParams();
  const search = editorRoute.useSearch();
  const navigate = editorRoute.useNavigate();
  const answer = useQuery(scenarioQuery(slug));
  const data = answer.data?.data;
  useCrumbs([{ label: "Scenarios", to: "/scenarios" }, { label: data?.name ?? slug }]);
  if (answer.error && !data) return <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} action={back} />;
  if (!data) return <LoadingRows label="Loading the scenario" />;
  return (
    <Workbench
      key={slug}
      summary={data}
      latest={{ scenario: normalise(data.scenario), version: data.version, etag: answer.data?.etag ?? `"${data.version}"` }}
      readOnly={false}
      search={search}
      onSearch={(part, push) => void navigate({ search: (previous) => ({ ...previous, ...part }), replace: !push })}
    />
  );
}

/** A stored version, as it was saved. */
export function VersionPage() {
  const { slug, version: text } = pastRoute.useParams();
  const search = pastRoute.useSearch();
  const navigate = pastRoute.useNavigate();
  const version = Number(text);
  const latest = useQuery(scenarioQuery(slug));
  const stored = useQuery({ ...versionQuery(slug, version), enabled: Number.isInteger(version) });
  const summary = latest.data?.data;
  useCrumbs([{ label: "Scenarios", to: "/scenarios" }, { label: summary?.name ?? slug, to: `/scenarios/${slug}` }, { label: `v${text}` }]);
  const error = latest.error ?? stored.error;
  if (error) return <ErrorPanel error={error} action={back} />;
  if (!summary || !stored.data) return <LoadingRows label="Loading the version" />;
  return (
    <Workbench
      key={`${slug}@${version}`}
      summary={summary}
      latest={{ scenario: normalise(stored.data.scenario), version, etag: "" }}
      readOnly
      search={search}
      onSearch={(part, push) => void navigate({ search: (previous) => ({ ...previous, ...part }), replace: !push })}
    />
  );
}
