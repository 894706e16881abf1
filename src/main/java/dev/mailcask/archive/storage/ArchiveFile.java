package dev.mailcask.archive.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the name of a stored file says that it is. See the beginning of
/// `src/docs/archive-format.md`.
public sealed interface ArchiveFile {

  /// Below this lie the packs.
  String PACKS = "packs/";

  /// Below this lie the journals, each in a directory of its name.
  String JOURNALS = "journal/";

  /// The journal of the archive itself.
  String OWN_JOURNAL = "_archive";

  /// The key slots of an encrypted archive; the one file that is ever replaced.
  String KEYS = "keys.json";

  /// @param sha256 of the whole file, in hexadecimal
  record Pack(String sha256) implements ArchiveFile {
    /// Where it lies.
    public String name() {
      return "%s%s/%s.pack".formatted(PACKS, sha256.substring(0, 2), sha256);
    }
  }

  /// @param journal an account's name, or `_archive`
  /// @param number counted from 1
  record Segment(String journal, long number) implements ArchiveFile {
    /// Where it lies.
    public String name() {
      return "%s%s/%010d.journal".formatted(JOURNALS, journal, number);
    }
  }

  /// Reads a name; empty if the format has no such file.
  static Optional<ArchiveFile> of(String name) {
    Matcher pack = Names.PACK.matcher(name);
    if (pack.matches()) {
      return Optional.of(new Pack(pack.group(2)));
    }
    Matcher segment = Names.SEGMENT.matcher(name);
    return segment.matches()
        ? Optional.of(new Segment(segment.group(1), Long.parseLong(segment.group(2))))
        : Optional.empty();
  }

  /// The patterns of names.
  final class Names {
    private static final Pattern PACK =
        Pattern.compile("packs/([0-9a-f]{2})/(\\1[0-9a-f]{62})\\.pack");
    private static final Pattern SEGMENT = Pattern.compile("journal/([^/]+)/([0-9]{10})\\.journal");

    private Names() {}
  }
}
