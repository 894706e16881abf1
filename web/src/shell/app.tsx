import { useEffect, useRef } from "preact/hooks";
import { connection } from "../live";
import { href, navigate, route } from "../router";
import { FirstUserScreen } from "../screens/welcome/first-user";
import { SignInScreen } from "../screens/welcome/sign-in";
import { hasAnswer, SignedInScreen } from "../screens/welcome/signed-in";
import { askSession, session } from "../session";
import { Announcer } from "../ui/announce";
import { LinkButton } from "../ui/button";
import { Empty, Note, ProblemNote } from "../ui/note";
import { useTitle } from "../ui/page";
import { Wordmark } from "../ui/logo";
import { Keyboard } from "./keyboard";
import { Sidebar, TabBar } from "./nav";
import { screenOf } from "./screens";
import { t } from "./text";

export function App() {
  const state = session.value;
  return (
    <>
      {state.kind === "user" ? <Inside /> : <Outside />}
      <Announcer />
    </>
  );
}

/** Whether somebody came in by a form: then the focus has to be led on. */
let cameByForm = false;

function Outside() {
  const state = session.value;
  useEffect(() => {
    if (state.kind === "nobody") {
      cameByForm = true;
      document.querySelector<HTMLElement>("[autofocus]")?.focus();
    }
  }, [state.kind]);
  const { segments, query } = route.value;
  const token = segments[0] === "welcome" ? (query["token"] ?? "") : "";
  return (
    <main class="door" id="main">
      <div class="door-brand">
        <Wordmark />
      </div>
      {state.kind === "asking" ? (
        <p class="door-wait" role="status">
          {t.starting} …
        </p>
      ) : state.kind === "unknown" ? (
        <ProblemNote problem={state.problem} onRetry={() => void askSession()} />
      ) : state.kind === "nobody" && (state.needsFirstUser || token !== "") ? (
        <FirstUserScreen token={token} needed={state.needsFirstUser} />
      ) : (
        <SignInScreen />
      )}
    </main>
  );
}

function Inside() {
  const main = useRef<HTMLElement>(null);
  const found = screenOf(route.value);
  const welcome = route.value.segments[0] === "welcome";
  const key = found?.key ?? "none";
  const first = useRef(!cameByForm);
  useEffect(() => {
    // The welcome screen may have led on already, while this was being drawn.
    if (welcome && route.value.segments[0] === "welcome") {
      navigate(href([]), { replace: true });
    }
  }, [welcome]);
  useEffect(() => {
    // Whoever follows a link hears the new page's heading, and goes on from there.
    if (!first.current) {
      main.current?.scrollTo(0, 0);
      const target =
        main.current?.querySelector<HTMLElement>("[autofocus]") ??
        main.current?.querySelector<HTMLElement>("h1");
      (target ?? main.current)?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [key]);
  return (
    <div class="app">
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t.skip}
      </a>
      <Sidebar />
      <main id="main" tabIndex={-1} ref={main}>
        {connection.value === "lost" && (
          <div class="lost">
            <Note tone="warn" role="status">
              {t.lost}
            </Note>
          </div>
        )}
        {hasAnswer() ? (
          <SignedInScreen />
        ) : found === null ? (
          <NoPage />
        ) : (
          <div class="screen" key={key}>
            {found.screen}
          </div>
        )}
      </main>
      <TabBar />
      <Keyboard />
    </div>
  );
}

function NoPage() {
  useTitle(t.noPage);
  return (
    <div class="page">
      <Empty icon="help" title={t.noPage} level={1}>
        <p>{t.noPageHint}</p>
        <LinkButton href={href([])}>{t.toOverview}</LinkButton>
      </Empty>
    </div>
  );
}
