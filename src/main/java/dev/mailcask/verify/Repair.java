package dev.mailcask.verify;

import static java.util.stream.Collectors.toSet;

import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.Journal;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.JournalDamage;
import dev.mailcask.verify.Means.Copy;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mends what a verification found.
///
/// First the journals, from the second copy, since they say where messages are to be had. Then the
/// messages, from the copy and from the accounts ([BroughtBack]); only when those are durable, the
/// packs that were damaged are replaced. A pack goes only if for each of its messages it is certain
/// that it was brought back, or cannot be: what a server that does not answer may still have is
/// left for another time, with the pack as it is. At last what is built from all this is built
/// anew, where it differs.
///
/// Whatever is not mended stays a finding, and everything else stays readable.
final class Repair {

  private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

  private final Means means;
  private final Findings findings;
  private final JournalPass journals;
  private final Progress progress;

  private final Set<String> segments = new HashSet<>();

  /// Segments in which something is wrong after all was done; null until that is asked.
  private @Nullable Set<String> broken;

  /// Packs that are there again as they were.
  private final Set<String> packs = new HashSet<>();

  private final Set<ContentId> lost = new HashSet<>();
  private final Set<ContentId> later = new HashSet<>();
  private final Set<String> mendedPacks = new HashSet<>();
  private final Set<Kind> rebuilt = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private boolean keysMended;
  private boolean copyMissed;
  private long broughtBack;

  Repair(Means means, Findings findings, JournalPass journals, Progress progress) {
    this.means = means;
    this.findings = findings;
    this.journals = journals;
    this.progress = progress;
  }

  /// What came of it.
  ///
  /// @param findings as they are now
  record Outcome(List<Finding> findings, long repaired, long broughtBack) {
    static Outcome none(Findings findings) {
      return new Outcome(findings.kept(), 0, 0);
    }
  }

  Outcome run() {
    keysMended = findings.has(Kind.KEYS) && means.keysBack().getAsBoolean();
    try (Held copy = openCopy()) {
      copyMissed = copy.missed;
      if (copy.copy != null) {
        bringSegmentsBack(copy.copy);
      }
      if (!segments.isEmpty()) {
        means.catalog().renew(means.archive(), progress);
      }
      if (copy.copy != null) {
        bringPacksBack(copy.copy);
      }
      bringMessagesBack(copy);
    }
    replacePacks();
    rebuild();
    return outcome();
  }

  private Held openCopy() {
    try {
      Optional<Copy> copy = means.copy().get();
      return new Held(copy.orElse(null), false);
    } catch (Failure.Cancelled e) {
      throw e;
    } catch (Failure e) {
      LOG.warn("the second copy cannot help: {}", e.getMessage());
      problems.add(e.subject() + ": " + e.problem());
      return new Held(null, true);
    }
  }

  /// The copy while it is open.
  ///
  /// @param missed whether there is one that cannot be had now
  private record Held(@Nullable Copy copy, boolean missed) implements AutoCloseable {
    @Override
    public void close() {
      if (copy != null) {
        copy.close();
      }
    }
  }

  // journals

  private void bringSegmentsBack(Copy copy) {
    for (Map.Entry<String, NavigableSet<Long>> broken : journals.broken().entrySet()) {
      String name = broken.getKey();
      if (name.equals(JournalPass.OWN)) {
        ArchiveJournal own = means.maintenance().journal();
        bringBack(
            name,
            broken.getValue(),
            own.last(),
            number -> own.bringBack(number, copy.journal().file(number)));
      } else {
        AccountId account = new AccountId(name);
        Journal mine = means.archive().journal(account);
        Journal theirs = copy.archive().journal(account);
        bringBack(
            name,
            broken.getValue(),
            mine.last(),
            number -> mine.bringBack(number, theirs.file(number)));
      }
    }
  }

  private interface Back {
    boolean bring(long segment);
  }

  /// From the last damaged segment to the first, as each is known by the one behind it; then those
  /// that are missing at the end, in their order.
  private void bringBack(String journal, NavigableSet<Long> broken, long last, Back back) {
    NavigableSet<Long> within = new TreeSet<>();
    for (long number : broken.headSet(last, true)) {
      within.add(number);
      if (number > 1) {
        within.add(number - 1); // it may be the one that does not fit
      }
    }
    within.descendingSet().forEach(number -> tryBack(journal, number, back));
    if (!broken.isEmpty()) {
      for (long number = last + 1; number <= broken.last(); number++) {
        if (!tryBack(journal, number, back)) {
          return;
        }
      }
    }
  }

  private boolean tryBack(String journal, long number, Back back) {
    progress.checkCancelled("verify");
    progress.at(new Progress.Step("bringing journals back", journal, number, -1, 0));
    try {
      if (back.bring(number)) {
        segments.add(JournalPass.fileOf(journal, number));
        return true;
      }
    } catch (Failure.Corrupt e) {
      LOG.info("{} is not in the copy: {}", JournalPass.fileOf(journal, number), e.problem());
    }
    return false;
  }

  // messages and packs

  private void bringPacksBack(Copy copy) {
    try {
      packs.addAll(means.maintenance().bringPacksBack(copy.files(), progress));
    } catch (Failure.Locked e) {
      problems.add(e.subject() + ": " + e.problem());
    }
  }

  private void bringMessagesBack(Held copy) {
    Set<ContentId> wanted = wanted();
    if (wanted.isEmpty()) {
      return;
    }
    BroughtBack back = new BroughtBack(means, progress);
    if (!packs.isEmpty()) {
      Set<ContentId> readable = wanted.stream().filter(this::isReadable).collect(toSet());
      back.withPacks(readable);
      wanted.removeAll(readable);
    }
    means.maintenance().distrust(findings.blobs());
    means.maintenance().distrust(wanted);
    if (copy.copy != null) {
      back.fromCopy(copy.copy.archive(), wanted);
    }
    back.fromServers(wanted);
    broughtBack = back.count();
    wanted.removeAll(back.ids());
    wanted.removeIf(this::isReadable); // for a part that came back with another message
    for (ContentId id : wanted) {
      (copy.missed || back.isPostponed(id) ? later : lost).add(id);
    }
    problems.addAll(back.problems());
  }

  private boolean isReadable(ContentId id) {
    try {
      return means.archive().read(id).isPresent();
    } catch (Failure.Corrupt e) {
      LOG.debug("a message is damaged still", e);
      return false;
    }
  }

  /// What cannot be read and is missed. Segments that came back may speak of more, or of less: what
  /// no journal speaks of, of those that can be read to their end, nobody misses.
  private Set<ContentId> wanted() {
    Set<ContentId> wanted = findings.messages();
    if (!segments.isEmpty()) {
      Findings now = new Findings(means.catalog());
      JournalPass again = new JournalPass(means, true, now, progress);
      again.readOwn();
      again.run();
      wanted.addAll(now.messages());
    }
    if (means.catalog().damage().stream().noneMatch(JournalDamage::lost)) {
      wanted.removeIf(id -> means.catalog().message(id).isEmpty());
    }
    return wanted;
  }

  /// Whether a pack that does not say what is in it may hold what nobody knows to miss: a journal
  /// that would name it is damaged still, or the copy that would bring that back was not there.
  private boolean moreMayBeMissed() {
    long broken = journals.broken().values().stream().mapToLong(Set::size).sum();
    return copyMissed || broken > segments.size();
  }

  private void replacePacks() {
    Set<String> replaceable = new HashSet<>();
    findings
        .packs()
        .forEach(
            (pack, touched) -> {
              boolean wait =
                  touched.isEmpty()
                      ? !later.isEmpty() || findings.beyond() || moreMayBeMissed()
                      : touched.stream().anyMatch(later::contains);
              if (!wait && !packs.contains(pack)) {
                replaceable.add(pack);
              }
            });
    Set<ContentId> lostNow = new HashSet<>(lost);
    lostNow.removeAll(journals.givenUp());
    if (replaceable.isEmpty() && lostNow.isEmpty()) {
      return;
    }
    try {
      means.maintenance().replaceDamaged(replaceable, lostNow, progress);
      mendedPacks.addAll(replaceable);
    } catch (Failure.Corrupt | Failure.Locked e) {
      LOG.error("the damaged packs stay: {}", e.getMessage());
      problems.add(e.subject() + ": " + e.problem());
    }
  }

  // what is built from them

  private void rebuild() {
    if (findings.has(Kind.CATALOG)) {
      means.catalog().renew(means.archive(), progress);
      rebuilt.add(Kind.CATALOG);
    }
    if (findings.has(Kind.INDEX)) {
      means.indexer().get().rebuild(progress);
      rebuilt.add(Kind.INDEX);
    } else if (!rebuilt.isEmpty() || !segments.isEmpty()) {
      means.indexer().get().catchUp(progress);
    }
  }

  private Outcome outcome() {
    List<Finding> now = new ArrayList<>();
    long repaired = 0;
    for (Finding finding : findings.kept()) {
      boolean mended = isMended(finding);
      repaired += mended ? 1 : 0;
      now.add(
          new Finding(
              finding.kind(),
              finding.file(),
              finding.problem(),
              finding.blobs(),
              finding.touched(),
              finding.messages(),
              mended,
              remedy(finding, mended)));
    }
    boolean all = repaired == now.size() && later.isEmpty() && lost.isEmpty() && !findings.beyond();
    long beyond = all ? findings.count() - now.size() : 0; // not kept, and mended like the others
    return new Outcome(now, repaired + beyond, broughtBack);
  }

  private boolean isMended(Finding finding) {
    return switch (finding.kind()) {
      case PACK ->
          packs.contains(finding.file())
              || (mendedPacks.contains(finding.file()) && nothingIsLeftOf(finding.file()));
      case MISSING -> noneIsLeft(finding);
      case JOURNAL -> isMendedSegment(finding.file());
      case CATALOG, INDEX -> rebuilt.contains(finding.kind());
      case KEYS -> keysMended;
      case HEAD -> segments.contains(finding.file());
    };
  }

  /// Where the pack did not say what is in it, whatever is lost may have been.
  private boolean nothingIsLeftOf(String pack) {
    Set<ContentId> touched = findings.packs().getOrDefault(pack, Set.of());
    return touched.isEmpty()
        ? lost.isEmpty() && later.isEmpty()
        : touched.stream().noneMatch(id -> lost.contains(id) || later.contains(id));
  }

  private boolean noneIsLeft(Finding finding) {
    return finding.touched().stream()
            .noneMatch(t -> lost.contains(t.id()) || later.contains(t.id()))
        && (finding.touched().size() == finding.messages() || (lost.isEmpty() && later.isEmpty()));
  }

  /// A segment may be told of because the one before it was altered.
  private boolean isMendedSegment(String file) {
    if (segments.contains(file)) {
      return true;
    }
    Set<String> now = broken;
    if (now == null) {
      now = stillBroken();
      broken = now;
    }
    return !now.contains(file);
  }

  private Set<String> stillBroken() {
    JournalPass again = new JournalPass(means, false, new Findings(means.catalog()), progress);
    again.readOwn();
    again.run();
    return again.broken().entrySet().stream()
        .flatMap(its -> its.getValue().stream().map(n -> JournalPass.fileOf(its.getKey(), n)))
        .collect(toSet());
  }

  private String remedy(Finding finding, boolean mended) {
    if (mended) {
      return switch (finding.kind()) {
        case PACK, MISSING ->
            packs.isEmpty()
                ? "mended: its messages were stored anew"
                : "mended: what was lost was brought back from the second copy";
        case JOURNAL, HEAD -> "mended: it was brought back from the second copy";
        case CATALOG, INDEX -> "mended: it was built anew";
        case KEYS -> "mended: the slots that opened the archive were put back";
      };
    }
    String why = problems.isEmpty() ? "" : " (" + String.join("; ", Set.copyOf(problems)) + ")";
    return switch (finding.kind()) {
      case PACK, MISSING ->
          later.isEmpty()
              ? "neither a second copy nor a server has these messages any more" + why
              : "not all could be had now: run 'mailcask verify --repair' again later" + why;
      case JOURNAL, HEAD ->
          (copyMissed
                  ? "the second copy could not be asked"
                  : "there is no second copy that has it")
              + "; everything else stays readable"
              + why;
      case KEYS, CATALOG, INDEX -> finding.remedy();
    };
  }
}
