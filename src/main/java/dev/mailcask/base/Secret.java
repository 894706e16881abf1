package dev.mailcask.base;

/// A password or token that never prints itself.
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
