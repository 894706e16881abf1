package dev.mailcask.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate authority for tests, and server certificates signed by it, made by the JDK's own
/// `keytool` once a run. The authority is in no trust store: who wants to trust it says so.
public final class TestCertificates {

  /// What a server certificate is made out to.
  public enum Server {
    /// `localhost` and 127.0.0.1.
    LOCALHOST("dns:localhost,ip:127.0.0.1"),
    /// A host that nobody in the tests is called.
    ELSEWHERE("dns:mail.elsewhere.example");

    private final String names;

    Server(String names) {
      this.names = names;
    }

    private String alias() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String ALIAS_OF_AUTHORITY = "authority";

  private final KeyStore keys;

  private TestCertificates(KeyStore keys) {
    this.keys = keys;
  }

  private static final class Made {
    private static final TestCertificates INSTANCE = make();
  }

  /// The certificates of this run.
  public static TestCertificates get() {
    return Made.INSTANCE;
  }

  /// The authority's certificate as PEM.
  public String authority() {
    return certificate(ALIAS_OF_AUTHORITY);
  }

  /// A server's certificate as PEM.
  public String certificate(Server server) {
    return certificate(server.alias());
  }

  /// A server's private key as PEM.
  public String privateKey(Server server) {
    try {
      return pem("PRIVATE KEY", keys.getKey(server.alias(), PASSWORD).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The context of a server that shows the certificate.
  public SSLContext serverContext(Server server) {
    try {
      KeyStore one = KeyStore.getInstance("PKCS12");
      one.load(null, null);
      one.setKeyEntry(
          "server",
          keys.getKey(server.alias(), PASSWORD),
          PASSWORD,
          keys.getCertificateChain(server.alias()));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(one, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String certificate(String alias) {
    try {
      return pem("CERTIFICATE", keys.getCertificate(alias).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
  }

  private static TestCertificates make() {
    try {
      Path dir = Files.createTempDirectory("mailcask-certificates");
      Path store = dir.resolve("keys.p12");
      keytool(store, ALIAS_OF_AUTHORITY, "-ext", "bc:critical=ca:true", "-ext", "ku=keyCertSign");
      for (Server server : Server.values()) {
        keytool(
            store, server.alias(), "-signer", ALIAS_OF_AUTHORITY, "-ext", "san=" + server.names);
      }
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      Files.delete(store);
      Files.delete(dir);
      return new TestCertificates(keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(Path store, String alias, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-Duser.language=en",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-alias",
                alias,
                "-dname",
                "CN=Mailcask test " + alias));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
