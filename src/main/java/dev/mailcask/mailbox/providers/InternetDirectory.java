package dev.mailcask.mailbox.providers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Internet, asked with little patience: by https alone, redirects included, and by DNS through
/// the JDK's own resolver.
final class InternetDirectory implements Discovery.Directory {

  private static final Logger LOG = LoggerFactory.getLogger(InternetDirectory.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LARGEST = 64 << 10;

  private final String nameServer;

  InternetDirectory() {
    this("dns:");
  }

  /// @param nameServer such as `dns://127.0.0.1:53`; `dns:` for the system's
  InternetDirectory(String nameServer) {
    this.nameServer = nameServer;
  }

  @Override
  public Optional<byte[]> fetch(List<URI> places) {
    try (HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NORMAL) // never from https to http
            .build()) {
      for (URI place : places) {
        Optional<byte[]> found = fetch(http, place);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> fetch(HttpClient http, URI place) {
    if (!"https".equals(place.getScheme())) {
      throw new IllegalStateException("settings are fetched by https alone");
    }
    HttpRequest request = HttpRequest.newBuilder(place).timeout(PATIENCE).build();
    try {
      HttpResponse<byte[]> response =
          http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      LOG.debug("no settings published: {}", e.getClass().getSimpleName());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public List<String> srv(String name) {
    return records(name, "SRV");
  }

  @Override
  public List<String> mx(String domain) {
    return records(domain, "MX").stream().sorted().toList();
  }

  // JNDI wants a Hashtable. Its DNS makes texts of records, and objects of nothing.
  @SuppressWarnings({"JdkObsolete", "BanJNDI"})
  private List<String> records(String name, String type) {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, nameServer);
    environment.put("com.sun.jndi.dns.timeout.initial", "2000");
    environment.put("com.sun.jndi.dns.timeout.retries", "2");
    List<String> records = new ArrayList<>();
    try {
      InitialDirContext dns = new InitialDirContext(environment);
      try {
        Attribute found = dns.getAttributes(name, new String[] {type}).get(type);
        if (found != null) {
          NamingEnumeration<?> all = found.getAll();
          while (all.hasMore()) {
            records.add(String.valueOf(all.next()));
          }
        }
      } finally {
        dns.close();
      }
    } catch (NamingException e) {
      LOG.debug("no {} records: {}", type, e.getClass().getSimpleName());
    }
    return records;
  }

  @Override
  public boolean exists(String host) {
    try {
      return InetAddress.getAllByName(host).length > 0;
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
