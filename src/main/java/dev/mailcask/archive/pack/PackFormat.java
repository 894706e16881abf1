package dev.mailcask.archive.pack;

/// The numbers of a pack, as `src/docs/archive-format.md` section 2 has them.
final class PackFormat {

  static final String HEADER_TAG = "MCSKPACK";
  static final String DIRECTORY_TAG = "MCSKDIRY";
  static final String TRAILER_TAG = "MCSKTRLR";

  /// What the key of a pack is derived for.
  static final String KEY_INFO = "mailcask pack";

  /// The number of the directory among the sealed frames of its pack: 2^64 - 1.
  static final long DIRECTORY_NUMBER = -1;

  /// Where in the directory's frame its content begins, behind the tag.
  static final int DIRECTORY_BEGIN = 16;

  static final int DIRECTORY_HEAD = 32;
  static final int BLOCK_ENTRY = 16;
  static final int BLOB_ENTRY = 52;
  static final int TRAILER = 64;

  static final int MAX_BLOCK = 1 << 24;
  static final int MAX_BLOCK_FRAME = MAX_BLOCK + (1 << 17);
  static final int MAX_DIRECTORY = 1 << 30;

  /// A whole message: the only kind of blob in version 1.
  static final byte WHOLE = 1;

  /// The recipe of a message.
  static final byte RECIPE = 2;

  /// A part of messages.
  static final byte PART = 3;

  /// The first version that knows recipes and parts.
  static final int PARTS_SINCE = 2;

  /// The stage of a pack as a backup writes it.
  static final int FETCHED = 0;

  /// The stage of a pack that took the place of others.
  static final int COMPACTED = 1;

  static final String PREFIX = "packs/";
  static final String SUFFIX = ".pack";

  private PackFormat() {}

  /// Where a pack lies.
  static String nameOf(String sha256) {
    return PREFIX + sha256.substring(0, 2) + "/" + sha256 + SUFFIX;
  }

  /// The name of a pack in the archive's journal: its SHA-256.
  static String idOf(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
  }
}
