package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.LocalStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What an archive has held so far, for a test that looks at it again and again: messages never
/// leave it, and segments never change.
///
/// It opens a second tree of the same files (hard links), so that looking at what a kill left does
/// not tidy it up.
final class ArchiveLedger {

  private final Set<ContentId> messages = new HashSet<>();
  private final Map<String, ContentId> segments = new TreeMap<>();

  /// Every message that a journal has ever named.
  Set<ContentId> messages() {
    return messages;
  }

  /// Looks at an archive on which nobody works.
  ///
  /// @param deep whether to read every byte of it
  void look(Path archive, String why, boolean deep) throws IOException {
    Map<String, ContentId> now = files(archive.resolve("journal"));
    assertThat(now).as("segments %s", why).containsAllEntriesOf(segments);
    segments.putAll(now);
    Path links = archive.resolveSibling("links");
    try {
      link(archive, links);
      try (PackedArchive open =
          PackedArchive.open(
              LocalStorage.open(links), ArchiveSettings.DEFAULT, InstantSource.system())) {
        look(open, why, deep);
      }
    } finally {
      delete(links);
    }
  }

  private void look(PackedArchive open, String why, boolean deep) {
    for (AccountId account : open.accounts()) {
      open.journal(account)
          .readAfter(
              0,
              segment ->
                  segment.events().stream()
                      .filter(Placed.class::isInstance)
                      .forEach(event -> messages.add(((Placed) event).id())));
    }
    assertThat(messages).as("messages %s", why).allMatch(open::contains);
    if (deep) {
      List<Damage> damage = new ArrayList<>();
      open.check(Sample.ALL, damage::add, _ -> {});
      assertThat(damage).as("damage %s", why).isEmpty();
      for (ContentId id : messages) {
        assertThat(open.read(id)).as("message %s, %s", id, why).isPresent();
      }
    }
  }

  /// The files of a directory, but unfinished ones, and what is in them.
  static Map<String, ContentId> files(Path directory) throws IOException {
    Map<String, ContentId> files = new TreeMap<>();
    for (Path file : regular(directory)) {
      String name = directory.relativize(file).toString();
      if (!name.startsWith("unfinished")) {
        files.put(name, ContentId.of(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private static List<Path> regular(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void link(Path from, Path to) throws IOException {
    for (Path file : regular(from)) {
      Path link = to.resolve(from.relativize(file).toString());
      Files.createDirectories(link.getParent());
      Files.createLink(link, file);
    }
  }

  /// Deletes a directory with everything in it.
  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
