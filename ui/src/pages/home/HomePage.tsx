import { PageHead } from "@/page/PageHead";

export function HomePage() {
  return <PageHead title="Home" />;
}
