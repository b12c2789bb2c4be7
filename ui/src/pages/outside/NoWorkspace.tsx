import { PageHead } from "@/page/PageHead";

export function NoWorkspace() {
  return <PageHead title="NoWorkspace" />;
}
