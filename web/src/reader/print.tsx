// A message on paper. Plain text, headers and source are printed with the page, whose style sheet
// leaves everything else away. HTML is in a frame that the page cannot look into, of which paper would
// show no more than the screen: it comes once more, with its header, in a frame that may run nothing
// but may be told to print itself.
import { useEffect } from "preact/hooks";
import { urls } from "../api/client";
import { IconButton } from "../ui/button";
import { t } from "./text";

const CLASS = "print-frame";

function printHtml(id: string): void {
  const frame = document.createElement("iframe");
  frame.className = CLASS;
  frame.title = t.printed;
  frame.setAttribute("sandbox", "allow-same-origin allow-modals");
  frame.referrerPolicy = "no-referrer";
  frame.addEventListener("load", () => {
    if (frame.contentDocument?.contentType === "text/html") {
      frame.contentWindow?.print();
    }
  });
  frame.src = urls.html(id, "", true);
  // The one before is not needed any more: a browser that prints it still has its own copy.
  document.querySelector(`.${CLASS}`)?.remove();
  document.body.append(frame);
}

export function PrintButton({ id, html }: { id: string; html: boolean }) {
  const run = () => (html ? printHtml(id) : print());
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (html && event.key === "p" && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
        event.preventDefault();
        printHtml(id);
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [id, html]);
  useEffect(() => () => document.querySelector(`.${CLASS}`)?.remove(), []);
  return <IconButton kind="quiet" small icon="print" label={t.print} onClick={run} />;
}
