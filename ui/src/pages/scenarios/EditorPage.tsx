import { PageHead } from "@/page/PageHead";

export function EditorPage() {
  return <PageHead title="Scenario" />;
}
export function VersionPage() {
  return <PageHead title="Scenario" />;
}
