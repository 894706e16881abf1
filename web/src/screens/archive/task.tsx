import type { Job } from "../../api/types";
import { useAction } from "../../resource";
import { href, navigate } from "../../router";
import { Button } from "../../ui/button";
import { ProblemNote } from "../../ui/note";

/** Work that is started by hand; the page goes to where it can be watched. */
export function Task(props: { label: string; hint: string; run: () => Promise<Job> }) {
  const start = useAction(async () => {
    const job = await props.run();
    navigate(href(["jobs", job.id]));
  });
  return (
    <li class="maintenance">
      <div>
        <p class="strong">{props.label}</p>
        <p class="hint">{props.hint}</p>
        {start.problem && <ProblemNote problem={start.problem} />}
      </div>
      <Button small busy={start.busy} onClick={() => start.start()}>
        Start<span class="unseen">: {props.label}</span>
      </Button>
    </li>
  );
}
