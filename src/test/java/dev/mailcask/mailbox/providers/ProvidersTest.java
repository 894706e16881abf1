package dev.mailcask.mailbox.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.mailbox.providers.Provider.LoginKind;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The table that comes with the program.
class ProvidersTest {

  @Test
  void everyLineMakesSense() {
    Set<String> names = new HashSet<>();
    Set<String> domains = new HashSet<>();
    for (Provider provider : Providers.all()) {
      assertThat(names.add(provider.name())).as("one %s", provider.name()).isTrue();
      provider.domains().forEach(d -> assertThat(domains.add(d)).as("one %s", d).isTrue());
      assertThat(provider.domains()).allMatch(d -> d.equals(d.toLowerCase(Locale.ROOT)));
      assertThat(provider.port()).isBetween(1, 65_535);
      assertThat(provider.security()).isIn("tls", "starttls");
      assertThat(provider.logins()).isNotEmpty();
      assertThat(provider.hint()).isNotBlank();
      assertThat(provider.oauth() != null)
          .as("%s says how to sign in", provider.name())
          .isEqualTo(provider.logins().contains(LoginKind.OAUTH));
      if (!provider.host().equals("127.0.0.1")) {
        assertThat(Providers.ofHost(provider.host())).contains(provider);
      }
      Provider.OAuth oauth = provider.oauth();
      if (oauth != null) {
        assertThat(oauth.tokenUrl()).startsWith("https://");
        assertThat(oauth.scopes()).isNotEmpty();
        assertThat(oauth.grants()).isNotEmpty();
      }
    }
    assertThat(names).contains("google", "microsoft", "yahoo", "fastmail");
  }

  @Test
  void aTenantIsPartOfTheAddress() {
    Provider.OAuth oauth = Providers.named("microsoft").orElseThrow().oauth();
    assertThat(oauth).isNotNull();
    assertThat(oauth.forTenant("").tokenUrl())
        .isEqualTo("https://login.microsoftonline.com/common/oauth2/v2.0/token");
    assertThat(oauth.forTenant("contoso.onmicrosoft.com").deviceUrl())
        .contains("/contoso.onmicrosoft.com/");
  }

  @Test
  void namesEndInAWholeLabel() {
    assertThat(Providers.ofMx("aspmx.l.google.com.")).isPresent();
    assertThat(Providers.ofMx("mx.notgoogle.com")).isEmpty();
    assertThat(Providers.ofHost("IMAP.GMAIL.COM")).isPresent();
    assertThat(Providers.limits("imap.gmail.com").bytesPerDay()).isEqualTo(2_500_000_000L);
    assertThat(Providers.limits("imap.example.org")).isEqualTo(Provider.Limits.UNKNOWN);
  }

  @Test
  void theDomainOfARecordIsPartOfNoTableTwice() {
    assertThat(Providers.ofDomain("GMAIL.com")).isEqualTo(Providers.named("google"));
    assertThat(Providers.named("nobody")).isEmpty();
    assertThat(Providers.hint("imap.example.org")).contains("check both");
  }
}
