package dev.mailcask.mailbox.net;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom to believe: the authorities of the Java platform, and those of a PEM file beside them.
public final class Trust {

  private Trust() {}

  /// TLS sockets that believe the platform's authorities and those of the file. A certificate that
  /// is not believed ends the handshake with an [UntrustedException].
  ///
  /// @throws Failure.Misconfigured if the file is no list of certificates
  public static SSLSocketFactory sockets(@Nullable Path extra) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] managers = extra == null ? managers(null) : trusting(extra);
      for (int i = 0; i < managers.length; i++) {
        if (managers[i] instanceof X509ExtendedTrustManager judge) {
          managers[i] = new Explaining(judge);
        }
      }
      context.init(null, managers, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  private static TrustManager[] trusting(Path extra) throws GeneralSecurityException, IOException {
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    all.load(null, null);
    int number = 0;
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager platform) {
        for (X509Certificate certificate : platform.getAcceptedIssuers()) {
          all.setCertificateEntry("platform-" + number++, certificate);
        }
      }
    }
    for (Certificate certificate : read(extra)) {
      all.setCertificateEntry("extra-" + number++, certificate);
    }
    return managers(all);
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> read(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw unreadable(pem, "it holds no certificate");
      }
      return certificates;
    } catch (IOException e) {
      throw unreadable(pem, "it cannot be read");
    } catch (CertificateException e) {
      throw unreadable(pem, "it is not a list of certificates in PEM form");
    }
  }

  private static Failure unreadable(Path pem, String problem) {
    return new Failure.Misconfigured(
        "trusted certificates " + pem,
        problem,
        "give a file with '-----BEGIN CERTIFICATE-----' blocks that Mailcask may read");
  }

  /// A certificate was not believed, and this is it.
  public static final class UntrustedException extends CertificateException {
    private static final long serialVersionUID = 1;

    private final transient X509Certificate certificate;

    UntrustedException(X509Certificate certificate, CertificateException cause) {
      super(cause);
      this.certificate = certificate;
    }

    /// What was not believed.
    public X509Certificate certificate() {
      return certificate;
    }
  }

  /// Judges as the platform does, and keeps the certificate with a refusal: the platform's own
  /// exceptions do not say who issued it.
  private static final class Explaining extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    Explaining(X509ExtendedTrustManager judge) {
      this.judge = judge;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      try {
        judge.checkServerTrusted(chain, type, socket);
      } catch (CertificateException e) {
        throw new UntrustedException(chain[0], e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      judge.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      judge.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      judge.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      judge.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      judge.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return judge.getAcceptedIssuers();
    }
  }
}
