package dev.mailcask.extract;

/// Why a file has given no text. The names are kept on disk.
public enum Reason {
  TOO_LARGE("it is larger than extract.max-size allows"),
  TOO_SLOW("reading it took longer than extract.time allows"),
  TOO_MUCH_MEMORY("reading it took more memory than extract.memory allows"),
  TOO_DEEP("it is nested too deeply or unpacks to too much, as a zip bomb does"),
  ENCRYPTED("it is encrypted with a password"),
  DAMAGED("it is damaged, or not what its name says"),
  CRASHED("its reader crashed");

  private final String words;

  Reason(String words) {
    this.words = words;
  }

  /// For people, to be read behind the name of the file.
  public String words() {
    return words;
  }
}
