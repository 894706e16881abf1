package dev.mailcask.mailbox.imap;

import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.OpenFolder.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks an open folder what changed since a mod-sequence, by `UID FETCH … (CHANGEDSINCE n)` (RFC
/// 7162 section 3.1.4), with `VANISHED` where QRESYNC is on (section 3.2.6).
///
/// That modifier tells the same as the QRESYNC parameter of EXAMINE does, one round trip later and
/// after UIDVALIDITY and mod-sequence were looked at; so there is one way for servers with and
/// without QRESYNC.
///
/// Nothing of it is believed for itself. New and changed messages, less those that vanished, must
/// come to the number of messages that the folder holds. Where they are too many, the ones that are
/// not there are looked for ([MissingUids]): servers without QRESYNC do not tell. Where it does not
/// add up, nothing is concluded.
final class ChangesSince {

  private static final Logger LOG = LoggerFactory.getLogger(ChangesSince.class);

  private final ImapSession session;
  private final FolderSelection selection;
  private final FlagSets flagSets;
  private final FolderState state;
  private final SortedMap<Long, List<String>> flags = new TreeMap<>();
  private final List<UidRanges> vanished = new ArrayList<>();

  ChangesSince(ImapSession session, FolderSelection selection, FlagSets flagSets) {
    this.session = session;
    this.selection = selection;
    this.flagSets = flagSets;
    this.state = selection.state();
  }

  /// What changed; empty if the server cannot tell, or makes no sense.
  Optional<Changes> of(long modSeq, SortedSet<Long> known) {
    if (!tellable(modSeq, known) || !ask(modSeq)) {
      return Optional.empty();
    }
    NavigableSet<Long> there = new TreeSet<>(known);
    NavigableSet<Long> gone = new TreeSet<>();
    vanished.forEach(ranges -> gone.addAll(ranges.among(known)));
    there.removeAll(gone);
    there.addAll(flags.keySet());
    if (flags.keySet().stream().anyMatch(gone::contains)) {
      return unsound("a message changed and vanished");
    }
    if (there.size() > expected()) {
      SortedSet<Long> missing = new MissingUids(session, selection).among(there, expected());
      gone.addAll(missing);
      gone.retainAll(known);
      flags.keySet().removeAll(missing);
      there.removeAll(missing);
    }
    return there.size() == expected()
        ? Optional.of(new Changes(flags, gone))
        : unsound("it holds %d messages, not %d".formatted(expected(), there.size()));
  }

  private Optional<Changes> unsound(String why) {
    LOG.info("{}: what it says changed does not add up: {}", selection.subject(), why);
    return Optional.empty();
  }

  private boolean tellable(long modSeq, SortedSet<Long> known) {
    return session.keepsModSeqs()
        && modSeq > 0
        && modSeq <= state.highestModSeq()
        && state.uidValidity() > 0
        && state.exists() > 0
        && state.uidNext() > 1
        && (known.isEmpty() || known.last() < state.uidNext());
  }

  /// How many of the messages that the folder held when it was opened are there now.
  private long expected() {
    return state.exists() - selection.removed();
  }

  private boolean ask(long modSeq) {
    long last = state.uidNext() - 1;
    Completion end =
        session.command(
            selection.subject(),
            "UID FETCH 1:%d (UID FLAGS) (CHANGEDSINCE %d%s)"
                .formatted(last, modSeq, session.resync() ? " VANISHED" : ""),
            null,
            response -> take(response, last));
    if (!end.ok()) {
      Complaints.heed(selection.subject(), end);
      LOG.info("{}: it does not say what changed: {}", selection.subject(), end.text());
    }
    if (end.hasCode("MESSAGELIMIT")) {
      return false; // it told a part (RFC 9738)
    }
    return end.ok() && vanished.stream().allMatch(UidRanges::sound);
  }

  private void take(WireResponse response, long last) {
    if (response.isFetch()) {
      FetchAnswer answer = FetchAnswer.of(response, flagSets);
      List<String> its = answer.flags();
      if (its != null && answer.uid() > 0 && answer.uid() <= last) {
        flags.put(answer.uid(), its);
      }
      return;
    }
    if (response.is("VANISHED")) {
      Tokens tokens = response.tokens("* VANISHED".length());
      if (tokens.at('(')) {
        tokens.skipValue();
      }
      vanished.add(UidRanges.of(tokens.rest()));
    }
    selection.note(response);
  }
}
