import { activeJobs } from "../live";
import { href, route } from "../router";
import { session, signOut } from "../session";
import { useAction } from "../resource";
import { Icon } from "../ui/icon";
import { IconButton } from "../ui/button";
import { Wordmark } from "../ui/logo";
import { JobLine } from "../work/job-line";
import { PLACES, type NavPlace } from "./places";
import { t } from "./text";

function section(): string {
  const first = route.value.segments[0] ?? "";
  return first === "message" ? "search" : first;
}

function NavLink({ place }: { place: NavPlace }) {
  const current = section() === place.section;
  return (
    <a href={place.href} aria-current={current ? "page" : undefined}>
      <Icon name={place.icon} />
      <span>{place.label}</span>
    </a>
  );
}

export function Sidebar() {
  const out = useAction(signOut);
  const state = session.value;
  const jobs = [...activeJobs.value.values()];
  return (
    <aside class="sidebar">
      <a class="home" href={href([])} aria-label="Mailcask, overview">
        <Wordmark />
      </a>
      <nav aria-label={t.nav}>
        {PLACES.map((place) => (
          <NavLink key={place.section} place={place} />
        ))}
      </nav>
      {jobs.length > 0 && (
        <section class="sidebar-jobs" aria-label={t.running}>
          {jobs.slice(0, 3).map((job) => (
            <JobLine key={job.id} job={job} />
          ))}
        </section>
      )}
      {state.kind === "user" && (
        <div class="sidebar-user">
          <span class="who">
            <span class="unseen">{t.signedInAs} </span>
            {state.user}
          </span>
          <IconButton kind="quiet" small icon="out" label={t.signOut} onClick={() => out.start()} />
        </div>
      )}
    </aside>
  );
}

export function TabBar() {
  const first = PLACES.filter((place) => place.first);
  const others = !first.some((place) => place.section === section());
  return (
    <nav class="tabbar" aria-label={t.nav}>
      {first.map((place) => (
        <NavLink key={place.section} place={place} />
      ))}
      <a href={href(["more"])} aria-current={others ? "page" : undefined}>
        <Icon name="more" />
        <span>{t.more}</span>
      </a>
    </nav>
  );
}
