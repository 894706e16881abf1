package dev.mailcask.cli;

/// What is to be said wherever an encrypted archive is spoken of.
final class Openness {

  static final String REMARK =
      "Only archive/ is encrypted. The catalog, the index, and large messages in passing hold mail"
          + " in the open beside it: keep the data directory on an encrypted disk.";

  private Openness() {}
}
