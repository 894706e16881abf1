import { Reader } from "../../reader/reader";
import { useTitle } from "../../ui/page";

/** A message under an address of its own, to be kept or sent to a colleague. */
export function MessageScreen({ id }: { id: string }) {
  useTitle("Message");
  return (
    <div class="message-page">
      <Reader id={id} query="" onClose={null} />
    </div>
  );
}
