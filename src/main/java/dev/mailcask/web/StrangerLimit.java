package dev.mailcask.web;

import dev.mailcask.access.Access;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/// Answers only so many requests at once that come without a valid session, whatever they ask for:
/// a request holds its thread until its body has come and its answer has gone, and who sends or
/// reads a byte now and then must not hold all of them. The others are asked to come again.
///
/// A servlet filter, because it sees the end of an answer, which no handler of Javalin's does.
final class StrangerLimit implements Filter {

  /// An eighth of the threads; a browser that loads the page takes six.
  static final int MOST = 64;

  private static final String RETRY_SECONDS = "5";

  private static final Problem BUSY =
      Problem.of(
          503,
          "busy",
          "Too much at once",
          "appliance",
          "too many who are not signed in ask at the same time",
          "try again in a few seconds");

  private final Access access;
  private final Semaphore places = new Semaphore(MOST);

  StrangerLimit(Access access) {
    this.access = access;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    if (isSignedIn((HttpServletRequest) request)) {
      chain.doFilter(request, answer);
    } else if (places.tryAcquire()) {
      try {
        chain.doFilter(request, answer);
      } finally {
        places.release();
      }
    } else {
      refuse((HttpServletResponse) answer);
    }
  }

  private boolean isSignedIn(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies != null
        && Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(RequestGate.COOKIE))
            .anyMatch(cookie -> access.session(cookie.getValue()).isPresent());
  }

  private static void refuse(HttpServletResponse answer) throws IOException {
    answer.setStatus(BUSY.status());
    answer.setContentType(Problem.MEDIA_TYPE);
    answer.setHeader("Cache-Control", "no-store");
    answer.setHeader("Retry-After", RETRY_SECONDS);
    answer.getOutputStream().write(Json.MAPPER.writeValueAsBytes(BUSY));
  }
}
