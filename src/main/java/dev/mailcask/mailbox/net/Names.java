package dev.mailcask.mailbox.net;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// The host names that a certificate is made out to (RFC 6125).
final class Names {

  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private Names() {}

  static String of(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        return names.stream()
            .filter(name -> name.getFirst().equals(DNS) || name.getFirst().equals(ADDRESS))
            .map(name -> String.valueOf(name.get(1)))
            .collect(Collectors.joining(", "));
      }
    } catch (CertificateParsingException e) {
      return "its names cannot be read";
    }
    return certificate.getSubjectX500Principal().getName();
  }
}
