import { PageHead } from "@/page/PageHead";

export function SetupPage() {
  return <PageHead title="Setup" />;
}
